using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Data.Transforms;

namespace Bellwether.Features.Transforms;

/// <summary>Brings columns to mean 0 and standard deviation 1.</summary>
/// <remarks>The standard deviation divides by n, as scikit-learn's StandardScaler; missing values are skipped and stay missing; a constant
/// column becomes 0. Weights play no part.</remarks>
public sealed record StandardScale : ITransform
{
    /// <summary>The columns; all numeric ones by default.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <inheritdoc/>
    public TransformFit Fit(Dataset train, FitContext context) => AffineColumns.Fit(train, Columns, nameof(StandardScale), Learn);

    private static (double, double) Learn(ReadOnlySpan<double> column)
    {
        var mean = ColumnChoice.Mean(column);
        var (sum, count) = (0.0, 0);
        foreach (var value in column)
            if (!double.IsNaN(value))
                (sum, count) = (sum + ((value - mean) * (value - mean)), count + 1);
        return (mean, Math.Sqrt(sum / count));
    }
}
