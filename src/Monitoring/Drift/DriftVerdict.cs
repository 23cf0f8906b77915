namespace Bellwether.Monitoring.Drift;

/// <summary>What a comparison of a feature with its reference says.</summary>
public enum DriftVerdict
{
    /// <summary>Too few live rows to say.</summary>
    TooFew,

    /// <summary>Nothing that is both significant and large.</summary>
    Stable,

    /// <summary>Significant, and of moderate size.</summary>
    Moderate,

    /// <summary>Significant and large.</summary>
    Drifted,
}
