using Bellwether.Data.Models;
using Bellwether.Evaluation.Intervals;

namespace Bellwether.Systems.Ladders;

/// <summary>A rung that was fitted and judged.</summary>
/// <param name="Rung">The recipe.</param>
/// <param name="Judged">The model that was judged: fitted without the test rows.</param>
/// <param name="Scores">Its scores (n) of the test rows.</param>
/// <param name="Primary">The primary metric on the test rows.</param>
/// <param name="TrainSeconds">Time of the fit.</param>
internal sealed record FittedRung(Rung Rung, IModel Judged, double[] Scores, Estimate Primary, double TrainSeconds)
{
    /// <summary>The saved model.</summary>
    public required byte[] Bytes { get; init; }

    /// <summary>Other metrics on the test rows.</summary>
    public required IReadOnlyList<(string Name, Estimate Estimate)> Figures { get; init; }

    /// <summary>Median time of one score, microseconds.</summary>
    public required double P50Us { get; init; }

    /// <summary>99th percentile of the time of one score, microseconds.</summary>
    public required double P99Us { get; init; }

    /// <summary>The primary metric when rows are split at random; NaN when not measured.</summary>
    public double RandomSplitValue { get; init; } = double.NaN;

    /// <summary>The comparison with the best rung, in words.</summary>
    public string Verdict { get; init; } = "";

    /// <summary>Whether it is significantly worse than the best.</summary>
    public bool IsWorse { get; init; }
}
