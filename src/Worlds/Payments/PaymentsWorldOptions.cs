using Bellwether.Numerics;

namespace Bellwether.Worlds.Payments;

/// <summary>How large the payments world is, how crooked, and what decisions are worth in it.</summary>
public sealed record PaymentsWorldOptions
{
    /// <summary>When the world begins (UTC midnight is best); a Thursday by default.</summary>
    public DateTimeOffset Start { get; init; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>How many people hold a card, at least 1. With the default rate the world makes about 5,000 payments a day.</summary>
    public int Cardholders { get; init => field = Require.Positive(value); } = 4_000;

    /// <summary>How many merchants there are beyond the few that every city needs, at least 1.</summary>
    public int Merchants { get; init => field = Require.Positive(value); } = 2_000;

    /// <summary>Mean honest payments per cardholder and day.</summary>
    public double PaymentsPerDay { get; init => field = Require.InRange(value, 0.01, 50.0); } = 1.25;

    /// <summary>Roughly the share of payments that are fraud when nothing is blocked and nothing new is planted: the rate at which campaigns
    /// begin. In the first weeks it is lower (0.63 % measured over 60 days at the default), for long campaigns have yet to unfold.</summary>
    public double FraudRate { get; init => field = Require.InRange(value, 0.0, 0.2); } = 0.008;

    /// <summary>Share of payments that the new pattern adds while it is in force.</summary>
    public double NewPatternRate { get; init => field = Require.InRange(value, 0.0, 0.2); } = 0.006;

    /// <summary>Margin on an honest payment, as a share of its amount.</summary>
    public double MarginRate { get; init => field = Require.InRange(value, 0.0, 1.0); } = 0.015;

    /// <summary>Margin on an honest payment, dollars on top of <see cref="MarginRate"/>.</summary>
    public double MarginFee { get; init => field = Require.NotNegative(value); } = 0.10;

    /// <summary>Dollars that an approved fraud costs on top of its amount.</summary>
    public double ChargebackFee { get; init => field = Require.NotNegative(value); } = 20;

    /// <summary>Dollars of goodwill that refusing an honest payment costs on top of its margin: some cardholders do not come back.</summary>
    public double ChurnCost { get; init => field = Require.NotNegative(value); } = 8;

    /// <summary>Dollars that one review costs; above 0, or reviewing everything would be best.</summary>
    public double ReviewCost { get; init => field = Require.Positive(value); } = 3;

    /// <summary>Share of reviews that find the truth.</summary>
    public double ReviewAccuracy { get; init => field = Require.InRange(value, 0.5, 1.0); } = 0.95;

    /// <summary>Mean days until a chargeback (log-normal with sigma 0.7).</summary>
    public double ChargebackDelayDays { get; init => field = Require.InRange(value, 0.1, 30.0); } = 6;

    /// <summary>Share of approved frauds that nobody ever reports.</summary>
    public double UnreportedShare { get; init => field = Require.InRange(value, 0.0, 1.0); } = 0.04;

    /// <summary>Share of approved honest payments that are charged back all the same.</summary>
    public double FriendlyShare { get; init => field = Require.InRange(value, 0.0, 0.1); } = 0.0003;

    /// <summary>What is planted; by default the new pattern on day 40, for good. The <see cref="PlantedFault.Detail"/> of a
    /// <see cref="FaultKind.NullField"/> names the field: <c>DistanceFromHomeKm</c> (also when empty), <c>DeviceId</c>,
    /// <c>EmailDomain</c> or <c>ShippingCountry</c>.</summary>
    public IReadOnlyList<PlantedFault> Faults { get; init; } =
        [new(FaultKind.NewPattern, TimeSpan.FromDays(40), null, "gift cards bought at night from the victims' own devices")];
}
