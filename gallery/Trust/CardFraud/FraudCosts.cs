namespace Bellwether.Gallery.Trust.CardFraud;

/// <summary>What decisions on payments are worth, in dollars, and the decision that is worth most under a probability of fraud.</summary>
/// <param name="MarginRate">Margin on an honest payment, as a share of its amount.</param>
/// <param name="MarginFee">Margin on an honest payment, on top.</param>
/// <param name="ChargebackFee">What an approved fraud costs on top of its amount.</param>
/// <param name="ChurnCost">Goodwill lost when an honest payment is refused, on top of its margin.</param>
/// <param name="ReviewCost">What one review costs.</param>
/// <param name="ReviewAccuracy">Share of reviews that find the truth.</param>
public sealed record FraudCosts(
    double MarginRate = 0.015, double MarginFee = 0.10, double ChargebackFee = 20, double ChurnCost = 8, double ReviewCost = 3, double ReviewAccuracy = 0.95)
{
    /// <summary>What an action on a payment is worth when the truth is known.</summary>
    public double Worth(double amount, FraudAction action, bool isFraud)
    {
        var approve = isFraud ? -(amount + ChargebackFee) : (amount * MarginRate) + MarginFee;
        var block = isFraud ? 0 : -((amount * MarginRate) + MarginFee + ChurnCost);
        return action switch
        {
            FraudAction.Approve => approve,
            FraudAction.Block => block,
            _ => (isFraud ? (ReviewAccuracy * block) + ((1 - ReviewAccuracy) * approve) : (ReviewAccuracy * approve) + ((1 - ReviewAccuracy) * block)) - ReviewCost,
        };
    }

    /// <summary>The action that is worth most on average when the payment is fraud with probability <paramref name="risk"/>.</summary>
    public FraudAction Best(double amount, double risk)
    {
        var (best, worth) = (FraudAction.Approve, double.NegativeInfinity);
        foreach (var action in (ReadOnlySpan<FraudAction>)[FraudAction.Approve, FraudAction.Review, FraudAction.Block])
        {
            var expected = (risk * Worth(amount, action, true)) + ((1 - risk) * Worth(amount, action, false));
            if (expected > worth)
                (best, worth) = (action, expected);
        }

        return best;
    }
}
