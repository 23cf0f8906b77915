namespace Bellwether.Learning.Margins;

/// <summary>How far one row may move the weights. With loss l and squared norm s of the row:</summary>
public enum PassiveAggressiveVariant
{
    /// <summary>PA: l / s, so that the row is right afterwards.</summary>
    Full,

    /// <summary>PA-I: l / s, at most C.</summary>
    Capped,

    /// <summary>PA-II: l / (s + 1 / (2 C)).</summary>
    Damped,
}
