namespace Bellwether.Worlds.Payments;

/// <summary>Somebody who pays: habits that do not change, and the little that does.</summary>
internal sealed class Cardholder
{
    /// <summary>The card's id.</summary>
    public required string CardId { get; init; }

    /// <summary>Index into <see cref="Country.All"/>.</summary>
    public required int Country { get; init; }

    /// <summary>Index of the home city.</summary>
    public required int City { get; init; }

    /// <summary>Where the cardholder lives.</summary>
    public required Place Home { get; init; }

    /// <summary>Mean payments on a day.</summary>
    public required double Rate { get; init; }

    /// <summary>Factor on the rate on Saturdays and Sundays.</summary>
    public required double Weekend { get; init; }

    /// <summary>The hour around which the cardholder pays, local.</summary>
    public required double PeakHour { get; init; }

    /// <summary>Factor on all amounts.</summary>
    public required double Spend { get; init; }

    /// <summary>Added to the share of payments made online.</summary>
    public required double OnlineTaste { get; init; }

    /// <summary>Share of payments made at a merchant that is no favourite.</summary>
    public required double Curiosity { get; init; }

    /// <summary>Cumulative share of each trade.</summary>
    public required double[] Trades { get; init; }

    /// <summary>Two favourite terminals and two favourite web shops per trade; null where a trade has none.</summary>
    public required Merchant?[] Favourites { get; init; }

    /// <summary>The e-mail address's domain.</summary>
    public required string EmailDomain { get; init; }

    /// <summary>The devices in use, oldest first.</summary>
    public required string[] Devices { get; init; }

    /// <summary>The day on which the present journey ends; none when it is past.</summary>
    public int AwayUntil { get; set; } = -1;

    /// <summary>The city of the present journey.</summary>
    public int AwayCity { get; set; }

    /// <summary>Until when the cardholder pays with another card after having been refused.</summary>
    public DateTimeOffset QuietUntil { get; set; } = DateTimeOffset.MinValue;
}
