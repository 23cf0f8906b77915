using Bellwether.Data.Events;
using Bellwether.Data.Schema;

namespace Bellwether.Worlds.Payments;

/// <summary>Somebody wants to pay with a card: what the payment processor sees at that moment, and nothing of the truth.</summary>
/// <param name="PaymentId">Unique; the event's id.</param>
/// <param name="Time">When (UTC).</param>
/// <param name="CardId">The card.</param>
/// <param name="CardCountry">Where the card was issued, two letters.</param>
/// <param name="MerchantId">The merchant.</param>
/// <param name="MerchantCategory">What the merchant sells, e.g. <c>groceries</c>.</param>
/// <param name="MerchantCountry">Where the merchant is, two letters.</param>
/// <param name="Amount">In dollars, whole cents.</param>
/// <param name="IsOnline">Whether the card was not present.</param>
/// <param name="LocalHour">The hour of the day at the cardholder's home, 0 to 24, with fractions.</param>
/// <param name="DeviceId">The device that was used online; null in person.</param>
/// <param name="EmailDomain">The domain of the e-mail address given online; null in person.</param>
/// <param name="ShippingCountry">Where goods are sent to; null in person and for digital goods.</param>
/// <param name="DistanceFromHomeKm">Kilometres from the cardholder's home to the terminal, or online to the place of the IP address.</param>
public sealed record Payment(
    string PaymentId,
    DateTimeOffset Time,
    string CardId,
    string CardCountry,
    string MerchantId,
    string MerchantCategory,
    string MerchantCountry,
    [property: Field(Minimum = 0)] double Amount,
    bool IsOnline,
    [property: Field(Minimum = 0, Maximum = 24)] double LocalHour,
    string? DeviceId,
    string? EmailDomain,
    string? ShippingCountry,
    double? DistanceFromHomeKm) : IEvent
{
    string IEvent.Id => PaymentId;
}
