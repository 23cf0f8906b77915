namespace Bellwether.Worlds.Payments;

/// <summary>What became known about a payment.</summary>
public enum PaymentOutcomeKind
{
    /// <summary>The cardholder disputes a payment that went through: mostly fraud, now and then an honest one.</summary>
    Chargeback,

    /// <summary>A reviewer took it for fraud and stopped it. Reviewers err.</summary>
    ReviewedFraud,

    /// <summary>A reviewer took it for honest and let it through. Reviewers err.</summary>
    ReviewedHonest,
}
