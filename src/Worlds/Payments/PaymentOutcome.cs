namespace Bellwether.Worlds.Payments;

/// <summary>Something that became known about an earlier payment.</summary>
/// <param name="PaymentId">The payment.</param>
/// <param name="Time">When it became known.</param>
/// <param name="CardId">The payment's card.</param>
/// <param name="MerchantId">The payment's merchant.</param>
/// <param name="Amount">The payment's amount in dollars.</param>
/// <param name="Kind">What became known.</param>
public sealed record PaymentOutcome(
    string PaymentId, DateTimeOffset Time, string CardId, string MerchantId, double Amount, PaymentOutcomeKind Kind);
