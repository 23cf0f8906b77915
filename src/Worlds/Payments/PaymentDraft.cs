namespace Bellwether.Worlds.Payments;

/// <summary>A payment as the person who makes it sees it, before the processor does.</summary>
internal readonly record struct PaymentDraft(
    DateTimeOffset Time, Cardholder Card, Merchant Merchant, double Amount, bool IsOnline, string? Device, string? Email, string? Shipping, double Distance);
