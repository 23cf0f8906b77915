using Bellwether.Gallery.Prediction.RideEta;
using Bellwether.Gallery.Trust.CardFraud;
using Bellwether.Systems;

namespace Bellwether.Gallery;

/// <summary>The systems of the gallery.</summary>
public static class SystemGallery
{
    /// <summary>All of them, in the order in which they are listed.</summary>
    public static IReadOnlyList<MlSystem> All { get; } = [new CardFraudSystem(), new RideEtaSystem()];
}
