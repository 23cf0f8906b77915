using Bellwether.Data.Events;
using Bellwether.Data.Schema;

namespace Bellwether.Gallery.Trust.CardFraud;

/// <summary>Somebody wants to pay with a card.</summary>
/// <param name="Id">The payment.</param>
/// <param name="Time">When.</param>
/// <param name="Amount">How much, in dollars.</param>
/// <param name="CardId">The card.</param>
/// <param name="CardCountry">Where the card was issued.</param>
/// <param name="MerchantId">The merchant.</param>
/// <param name="MerchantCategory">What the merchant sells.</param>
/// <param name="MerchantCountry">Where the merchant is.</param>
/// <param name="Online">Whether the card was not present.</param>
/// <param name="LocalHour">The hour at the cardholder's home.</param>
/// <param name="DeviceId">The device used online.</param>
/// <param name="EmailDomain">The domain of the e-mail address given online.</param>
/// <param name="ShippingCountry">Where goods are sent to.</param>
/// <param name="DistanceKm">Kilometres from the cardholder's home.</param>
/// <param name="Signals">Numbers that a provider or a file brings along.</param>
public sealed record CardPayment(
    [Field("the payment's id", Aliases = "payment_id,transaction_id,trans_num")] string Id,
    [Field("when the payment was asked for", Aliases = "timestamp,datetime,trans_date_trans_time,transaction_time")] DateTimeOffset Time,
    [Field("how much, in dollars", Minimum = 0, Maximum = 10_000_000, Aliases = "amt,transaction_amount")] double Amount,
    [Field("the card, as a token", Aliases = "card,cc_num,card_number,account_id")] string? CardId = null,
    [Field("where the card was issued, two letters")] string? CardCountry = null,
    [Field("the merchant", Aliases = "merchant")] string? MerchantId = null,
    [Field("what the merchant sells", Aliases = "category,mcc")] string? MerchantCategory = null,
    [Field("where the merchant is, two letters")] string? MerchantCountry = null,
    [Field("whether the card was not present", Aliases = "is_online")] bool? Online = null,
    [Field("the hour of the day at the cardholder's home", Minimum = 0, Maximum = 24)] double? LocalHour = null,
    [Field("the device used online", Aliases = "device")] string? DeviceId = null,
    [Field("the domain of the e-mail address given online")] string? EmailDomain = null,
    [Field("where goods are sent to, two letters")] string? ShippingCountry = null,
    [Field("kilometres from the cardholder's home", Minimum = 0, Maximum = 50_000)] double? DistanceKm = null,
    [Field("numbers that a provider or a file brings along")] Signals? Signals = null) : IEvent;
