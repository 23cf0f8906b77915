namespace Bellwether.Server.Security;

/// <summary>What the bearer of a key may do; each role may also do what those before it may.</summary>
public enum ApiRole
{
    /// <summary>Ask for decisions and inferences, and read.</summary>
    Predict,

    /// <summary>Also send events and outcomes, and act on rollouts.</summary>
    Operate,

    /// <summary>Everything.</summary>
    Admin,
}
