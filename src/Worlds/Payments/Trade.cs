namespace Bellwether.Worlds.Payments;

/// <summary>What a merchant can sell.</summary>
/// <param name="Name">The category's name in payments.</param>
/// <param name="Weight">Share of honest payments, before scaling to 1.</param>
/// <param name="MedianPrice">Dollars.</param>
/// <param name="Sigma">Spread of log prices.</param>
/// <param name="OnlineShare">Share of payments made online.</param>
/// <param name="Ships">Whether what is bought online is sent somewhere.</param>
internal sealed record Trade(string Name, double Weight, double MedianPrice, double Sigma, double OnlineShare, bool Ships)
{
    public const int Clothing = 3, Electronics = 4, Travel = 5, Digital = 8, Marketplace = 9;

    /// <summary>All categories; the constants are places in this list.</summary>
    public static IReadOnlyList<Trade> All { get; } =
    [
        new("groceries", 0.28, 34, 0.60, 0.12, true), new("restaurants", 0.19, 26, 0.60, 0.15, false), new("fuel", 0.09, 42, 0.40, 0, false),
        new("clothing", 0.08, 62, 0.70, 0.50, true), new("electronics", 0.04, 130, 0.95, 0.60, true), new("travel", 0.03, 210, 0.85, 0.90, false),
        new("home", 0.05, 75, 0.80, 0.40, true), new("health", 0.07, 30, 0.70, 0.25, true), new("digital", 0.09, 16, 0.75, 1, false),
        new("marketplace", 0.08, 44, 0.85, 1, true),
    ];
}
