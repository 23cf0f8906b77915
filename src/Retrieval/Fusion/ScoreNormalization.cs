namespace Bellwether.Retrieval.Fusion;

/// <summary>How the scores of a list are made comparable with those of another.</summary>
public enum ScoreNormalization
{
    /// <summary>As they are.</summary>
    None,

    /// <summary>From 0, the lowest, to 1, the highest; 1 where all are equal.</summary>
    MinMax,

    /// <summary>Less the mean, in standard deviations of the list; 0 where all are equal.</summary>
    ZScore,
}
