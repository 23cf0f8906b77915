namespace Bellwether.Evaluation.Intervals;

/// <summary>Where an interval comes from.</summary>
public enum IntervalMethod
{
    /// <summary>There is none; the estimate says why.</summary>
    None,

    /// <summary>Percentiles of bootstrap replicates (Efron, 1979).</summary>
    Percentile,

    /// <summary>Bias-corrected and accelerated bootstrap (Efron, 1987).</summary>
    BiasCorrected,

    /// <summary>DeLong's variance of the ROC AUC.</summary>
    DeLong,

    /// <summary>Wilson's score interval of a proportion.</summary>
    Wilson,

    /// <summary>Mean plus and minus z standard errors.</summary>
    Normal,
}
