using Bellwether.Numerics;

namespace Bellwether.Evaluation.Metrics;

/// <summary>A named measure of scores against labels. The catalogue is <see cref="MetricCatalogue"/>; equal when the names are equal.</summary>
/// <remarks>A value that does not exist is NaN, never an exception: no rows, all weights 0, one class where two are needed, nothing
/// flagged where precision is asked for. Wrong input (NaN, labels that are not 0 or 1, lengths that differ) throws.</remarks>
public sealed record Metric
{
    /// <summary>A metric of the caller's own.</summary>
    /// <param name="name">snake_case, e.g. <c>saved_per_payment</c>.</param>
    /// <param name="task">What it asks of its input.</param>
    /// <param name="higherIsBetter">The good direction.</param>
    /// <param name="kernel">The computation; called from several threads at once.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank.</exception>
    public Metric(string name, MetricTask task, bool higherIsBetter, MetricKernel kernel)
    {
        Name = Require.NotBlank(name);
        Task = task;
        HigherIsBetter = higherIsBetter;
        Kernel = kernel;
    }

    /// <summary>The name by which <see cref="MetricCatalogue.Parse"/> finds it.</summary>
    public string Name { get; }

    /// <summary>What it asks of scores and labels.</summary>
    public MetricTask Task { get; }

    /// <summary>True where a higher value is the better one.</summary>
    public bool HigherIsBetter { get; }

    internal MetricKernel Kernel { get; }

    /// <summary>Set where the metric is an unweighted share of independent rows: counts successes and trials.</summary>
    internal Func<Confusion, (double Successes, double Trials)>? Proportion { get; init; }

    internal double Threshold { get; init; }

    internal bool IsRocAuc { get; init; }

    /// <summary>The value over n rows in any order.</summary>
    /// <param name="scores">Scores (n).</param>
    /// <param name="labels">Labels (n).</param>
    /// <param name="weights">Weights (n) of 0 or more, or empty for weight 1.</param>
    /// <exception cref="ArgumentException">The input breaks what <see cref="Task"/> asks.</exception>
    public double Of(ReadOnlySpan<double> scores, ReadOnlySpan<double> labels, ReadOnlySpan<double> weights = default) =>
        Of(new ScoredRows(scores, labels, weights));

    /// <summary>The value over rows that are sorted already: one sort serves many metrics.</summary>
    /// <exception cref="ArgumentException">The input breaks what <see cref="Task"/> asks.</exception>
    public double Of(ScoredRows rows)
    {
        rows.RequireFit(this);
        return Kernel(rows.Scores, rows.Labels, rows.Weights);
    }

    /// <summary>True when <paramref name="a"/> is the better of two values; false when either is NaN.</summary>
    public bool IsBetter(double a, double b) => HigherIsBetter ? a > b : a < b;

    /// <summary>Equal when the names are equal.</summary>
    public bool Equals(Metric? other) => other is not null && Name == other.Name;

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
