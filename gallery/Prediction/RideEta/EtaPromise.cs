namespace Bellwether.Gallery.Prediction.RideEta;

/// <summary>What the rider is told.</summary>
/// <param name="Seconds">The promised duration.</param>
public sealed record EtaPromise(double Seconds);
