using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Data.Transforms;
using Bellwether.Numerics;

namespace Bellwether.Features.Transforms;

/// <summary>Brings the training range of columns to [<see cref="Low"/>, <see cref="High"/>]; later values may lie outside.</summary>
/// <remarks>As scikit-learn's MinMaxScaler: missing values are skipped and stay missing; a constant column becomes <see cref="Low"/>.</remarks>
public sealed record MinMaxScale : ITransform
{
    /// <summary>The columns; all numeric ones by default.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Where the smallest value goes; 0 by default.</summary>
    public double Low { get; init => field = Require.Finite(value); }

    /// <summary>Where the largest value goes; 1 by default; must be above <see cref="Low"/>.</summary>
    public double High { get; init => field = Require.Finite(value); } = 1;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="High"/> is not above <see cref="Low"/>.</exception>
    public TransformFit Fit(Dataset train, FitContext context)
    {
        Require.Positive(High - Low);
        return AffineColumns.Fit(train, Columns, nameof(MinMaxScale), Learn);
    }

    private (double, double) Learn(ReadOnlySpan<double> column)
    {
        var (smallest, largest) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in column)
            if (!double.IsNaN(value))
                (smallest, largest) = (Math.Min(smallest, value), Math.Max(largest, value));
        if (smallest > largest)
            return (double.NaN, double.NaN);
        var scale = largest > smallest ? (largest - smallest) / (High - Low) : 1 / (High - Low);
        return (smallest - (Low * scale), scale);
    }
}
