namespace Bellwether.Gallery.Trust.CardFraud;

/// <summary>What is done with a payment.</summary>
public enum FraudAction
{
    /// <summary>Let it through.</summary>
    Approve,

    /// <summary>Have a person look at it.</summary>
    Review,

    /// <summary>Refuse it.</summary>
    Block,
}
