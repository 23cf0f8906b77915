using Bellwether.Data.Tables;

namespace Bellwether.Data.Profiling;

/// <summary>What one column holds.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Missing">How many of them have no value (NaN is no value).</param>
/// <param name="Distinct">How many different values.</param>
/// <param name="DistinctIsExact">Whether that is counted; else it is estimated to within 0.8 % (one standard error).</param>
public sealed record ColumnProfile(string Name, TableColumnKind Kind, long Rows, long Missing, double Distinct, bool DistinctIsExact)
{
    /// <summary>The least number (truth values count as 1 and 0); null for texts and times, and when every value is missing.</summary>
    public double? Minimum { get; init; }

    /// <summary>The greatest number.</summary>
    public double? Maximum { get; init; }

    /// <summary>The mean of the numbers.</summary>
    public double? Mean { get; init; }

    /// <summary>The standard deviation of the numbers (n - 1); null for fewer than two.</summary>
    public double? StandardDeviation { get; init; }

    /// <summary>Quantiles of the numbers: exact up to 65,536 values, else of a sample of between 32,768 and 65,536 of them.</summary>
    public IReadOnlyList<QuantileValue> Quantiles { get; init; } = [];

    /// <summary>The most frequent values, most frequent first, then by value. Empty for numbers of more than 4,096 different
    /// values, and for times.</summary>
    public IReadOnlyList<ValueCount> TopValues { get; init; } = [];

    /// <summary>Whether the counts of <see cref="TopValues"/> are exact.</summary>
    public bool CountsAreExact { get; init; } = true;

    /// <summary>How times run; null for other columns.</summary>
    public TimeProfile? Times { get; init; }
}
