namespace Bellwether.Worlds.Payments;

/// <summary>A country of the payments world: where its cities lie, when its people sleep, how many they are.</summary>
/// <param name="Code">Two letters.</param>
/// <param name="Latitude">Of its centre, degrees.</param>
/// <param name="Longitude">Of its centre, degrees.</param>
/// <param name="Spread">How far cities lie from the centre, degrees (standard deviation).</param>
/// <param name="UtcOffset">Hours.</param>
/// <param name="Cities">How many cities it has.</param>
/// <param name="Weight">Share of the cardholders, before scaling to 1.</param>
internal sealed record Country(string Code, double Latitude, double Longitude, double Spread, int UtcOffset, int Cities, double Weight)
{
    /// <summary>All countries.</summary>
    public static IReadOnlyList<Country> All { get; } =
    [
        new("US", 39, -95, 6, -6, 8, 0.42), new("CA", 46, -77, 3, -5, 3, 0.09), new("GB", 52.5, -1.5, 1.2, 0, 4, 0.14),
        new("DE", 51, 10, 2, 1, 4, 0.11), new("FR", 47, 2.5, 2, 1, 3, 0.09), new("ES", 40, -3.7, 2, 1, 2, 0.05),
        new("NL", 52.2, 5.3, 0.5, 1, 2, 0.04), new("BR", -22, -47, 4, -3, 2, 0.03), new("NG", 7, 4.5, 1.5, 1, 1, 0.01),
        new("IN", 20, 77, 5, 5, 2, 0.01), new("AE", 25, 55, 0.5, 4, 1, 0.005), new("SG", 1.35, 103.8, 0.1, 8, 1, 0.005),
    ];
}
