namespace Bellwether.Worlds.Payments;

/// <summary>What can be done with a payment.</summary>
public enum PaymentAction
{
    /// <summary>Let it through.</summary>
    Approve,

    /// <summary>Have a person look at it: costs money, is right most of the time, and tells what was found within hours.</summary>
    Review,

    /// <summary>Refuse it: nobody ever learns what it was.</summary>
    Block,
}
