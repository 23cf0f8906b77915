namespace Bellwether.Gallery.Trust.CardFraud;

/// <summary>What the caller gets.</summary>
/// <param name="Action">What to do with the payment.</param>
/// <param name="Risk">The probability of fraud on which it was decided; null when no model could be asked.</param>
public sealed record FraudDecision(FraudAction Action, double? Risk = null);
