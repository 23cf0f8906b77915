using System.Globalization;

namespace Bellwether.Evaluation.Intervals;

/// <summary>A figure with its uncertainty.</summary>
/// <param name="Value">The figure; NaN where it does not exist.</param>
/// <param name="Low">The lower end of the interval, or NaN.</param>
/// <param name="High">The upper end of the interval, or NaN.</param>
/// <param name="N">The rows it was computed on.</param>
/// <param name="Method">Where the interval comes from.</param>
public sealed record Estimate(double Value, double Low, double High, int N, IntervalMethod Method)
{
    /// <summary>The confidence level of the interval.</summary>
    public double Level { get; init; } = 0.95;

    /// <summary>The standard error; NaN where unknown.</summary>
    public double StandardError { get; init; } = double.NaN;

    /// <summary>Why the value or the interval is missing; null where nothing is.</summary>
    public string? Reason { get; init; }

    /// <summary>True when there is an interval.</summary>
    public bool HasInterval => !double.IsNaN(Low) && !double.IsNaN(High);

    /// <summary>True when the interval holds a number.</summary>
    public bool Contains(double value) => value >= Low && value <= High;

    /// <summary>E.g. <c>0.412 [0.385, 0.440]</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value:0.####} [{Low:0.####}, {High:0.####}]");
}
