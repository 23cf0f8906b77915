namespace Bellwether.Worlds.Payments;

/// <summary>Somebody who is paid.</summary>
/// <param name="Id">In payments.</param>
/// <param name="Trade">Index into <see cref="Worlds.Payments.Trade.All"/>.</param>
/// <param name="Country">Index into <see cref="Worlds.Payments.Country.All"/>.</param>
/// <param name="City">Index of the city.</param>
/// <param name="IsOnline">Whether it sells online; else it has a terminal.</param>
/// <param name="Popularity">Relative share of the customers.</param>
/// <param name="PriceLevel">Factor on the category's prices.</param>
/// <param name="Risk">How easy fraud is here, 0 to 1: fraudsters choose by it.</param>
internal sealed record Merchant(
    string Id, int Trade, int Country, int City, bool IsOnline, double Popularity, double PriceLevel, double Risk);
