using Bellwether.Data.Events;
using Bellwether.Data.Schema;

namespace Bellwether.Gallery.Trust.CardFraud;

/// <summary>What a reviewer found about a payment that was held for review.</summary>
/// <param name="Id">The review.</param>
/// <param name="Time">When it was closed.</param>
/// <param name="PaymentId">The payment.</param>
/// <param name="MerchantId">The payment's merchant.</param>
/// <param name="IsFraud">What the reviewer took it for.</param>
public sealed record ReviewResult(
    [Field("the review's id")] string Id,
    [Field("when it was closed")] DateTimeOffset Time,
    [Field("the payment")] string PaymentId,
    [Field("what the reviewer took it for")] bool IsFraud,
    [Field("the payment's merchant")] string? MerchantId = null) : IEvent;
