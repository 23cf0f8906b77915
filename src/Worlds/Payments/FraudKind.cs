namespace Bellwether.Worlds.Payments;

/// <summary>The truth about a payment.</summary>
public enum FraudKind
{
    /// <summary>The cardholder pays.</summary>
    None,

    /// <summary>Bursts of high amounts at merchants and devices that are new to the card, often abroad.</summary>
    StolenCard,

    /// <summary>Many cards tried with tiny amounts at one merchant; the ones that work are charged a large amount hours later.</summary>
    CardTesting,

    /// <summary>The cardholder's account in a thief's hands: new device, goods shipped abroad, amounts just below a limit.</summary>
    AccountTakeover,

    /// <summary>A merchant charges stolen cards with ordinary amounts.</summary>
    Collusion,

    /// <summary>The pattern that <see cref="Worlds.FaultKind.NewPattern"/> plants: malware on the victim's own device buys gift cards at small
    /// digital merchants during the victim's night, low and slow.</summary>
    GiftCard,
}
