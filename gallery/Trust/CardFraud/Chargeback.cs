using Bellwether.Data.Events;
using Bellwether.Data.Schema;

namespace Bellwether.Gallery.Trust.CardFraud;

/// <summary>A cardholder disputes a payment that went through.</summary>
/// <param name="Id">The chargeback.</param>
/// <param name="Time">When it arrived.</param>
/// <param name="PaymentId">The payment it disputes.</param>
/// <param name="MerchantId">The payment's merchant.</param>
/// <param name="Amount">The payment's amount in dollars.</param>
public sealed record Chargeback(
    [Field("the chargeback's id")] string Id,
    [Field("when it arrived")] DateTimeOffset Time,
    [Field("the payment it disputes")] string PaymentId,
    [Field("the payment's merchant")] string? MerchantId = null,
    [Field("the payment's amount in dollars", Minimum = 0)] double? Amount = null) : IEvent;
