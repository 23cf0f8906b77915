using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Data.Transforms;

namespace Bellwether.Features.Transforms;

/// <summary>Subtracts the median of columns and divides by the distance between their quartiles: outliers have no say.</summary>
/// <remarks>As scikit-learn's RobustScaler: quantiles interpolate linearly, missing values are skipped and stay missing, a distance of 0
/// counts as 1.</remarks>
public sealed record RobustScale : ITransform
{
    /// <summary>The columns; all numeric ones by default.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <inheritdoc/>
    public TransformFit Fit(Dataset train, FitContext context) => AffineColumns.Fit(train, Columns, nameof(RobustScale), Learn);

    private static (double, double) Learn(ReadOnlySpan<double> column)
    {
        var sorted = ColumnChoice.Sorted(column);
        return (ColumnChoice.Quantile(sorted, 0.5), ColumnChoice.Quantile(sorted, 0.75) - ColumnChoice.Quantile(sorted, 0.25));
    }
}
