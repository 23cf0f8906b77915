using Bellwether.Learning.Rules;

namespace Bellwether.Gallery.Trust.CardFraud;

/// <summary>What an analyst would write on the first day: patterns with the share of fraud that experience gives them.</summary>
internal static class FraudRules
{
    public static RuleSet Velocity { get; } = new("velocity rules",
        new Rule("six payments within the hour", 0.35, Condition.AtLeast("card_payments_1h", 6)),
        new Rule("many payments at one merchant today", 0.30, Condition.AtLeast("card_merchant_24h_share", 4)),
        new Rule("far from home, much more than usual", 0.30, Condition.Above("distance_km", 2_000), Condition.Above("amount_vs_usual", 4)),
        new Rule("shipped abroad from a new device", 0.35, Condition.AtLeast("ships_abroad", 1), Condition.AtLeast("device_is_new", 1)),
        new Rule("new device, much more than usual", 0.22, Condition.AtLeast("device_is_new", 1), Condition.Above("amount_vs_usual", 5)),
        new Rule("merchant with many chargebacks", 0.15, Condition.Above("merchant_chargeback_rate", 0.05)),
        new Rule("large amount at night", 0.08, Condition.Above("amount", 300), Condition.Below("local_hour", 5)))
    {
        Combination = Combination.Max,
        Otherwise = 0.004,
    };
}
