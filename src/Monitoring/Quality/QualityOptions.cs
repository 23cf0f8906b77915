using Bellwether.Numerics;

namespace Bellwether.Monitoring.Quality;

/// <summary>How delayed labels are waited for and judged.</summary>
public sealed record QualityOptions
{
    /// <summary>True for numbers, false (the default) for labels of 0 and 1 with probabilities as predictions.</summary>
    public bool IsRegression { get; init; }

    /// <summary>How long a label may take; 14 days by default.</summary>
    public TimeSpan Horizon { get; init => field = Require.Positive(value); } = TimeSpan.FromDays(14);

    /// <summary>True (the default) where no label by the horizon means 0, e.g. a payment nobody disputes. Else the prediction is let go.
    /// Without effect for regression.</summary>
    public bool NegativeAtHorizon { get; init; } = true;

    /// <summary>How far back the window looks; 7 days by default.</summary>
    public TimeSpan Window { get; init => field = Require.Positive(value); } = TimeSpan.FromDays(7);

    /// <summary>Which predictions the window holds; <see cref="QualityBasis.Resolved"/> by default.</summary>
    public QualityBasis Basis { get; init; } = QualityBasis.Resolved;

    /// <summary>Predictions that may wait for a label; beyond it the oldest is let go and counted. A million by default.</summary>
    public int MaxPending { get; init => field = Require.Positive(value); } = 1_000_000;

    /// <summary>Labelled predictions that are kept; beyond it the oldest is let go and counted. 200 000 by default.</summary>
    public int MaxResolved { get; init => field = Require.Positive(value); } = 200_000;

    /// <summary>Bootstrap resamples for figures without a formula; 200 by default.</summary>
    public int Resamples { get; init => field = Require.InRange(value, 50, 100_000); } = 200;
}
