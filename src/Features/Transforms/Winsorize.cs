using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Data.Transforms;
using Bellwether.Numerics;

namespace Bellwether.Features.Transforms;

/// <summary>Pulls values beyond two training quantiles back to these quantiles. Missing stays missing.</summary>
/// <remarks>Quantiles interpolate linearly (type 7 of Hyndman and Fan), as NumPy's default.</remarks>
public sealed record Winsorize : ITransform
{
    /// <summary>The columns; all numeric ones by default.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>The lower quantile, between 0 and 0.5; 0.01 by default.</summary>
    public double Lower { get; init => field = Require.InRange(value, 0, 0.5); } = 0.01;

    /// <summary>The upper quantile, between 0.5 and 1; 0.99 by default.</summary>
    public double Upper { get; init => field = Require.InRange(value, 0.5, 1); } = 0.99;

    /// <inheritdoc/>
    public TransformFit Fit(Dataset train, FitContext context)
    {
        var low = new double[train.Width];
        var high = new double[train.Width];
        Array.Fill(low, double.NegativeInfinity);
        Array.Fill(high, double.PositiveInfinity);
        foreach (var column in ColumnChoice.Of(train, Columns, FeatureKind.Numeric, nameof(Winsorize)))
        {
            var sorted = ColumnChoice.Sorted(train.Column(column));
            if (sorted.Length > 0)
                (low[column], high[column]) = (ColumnChoice.Quantile(sorted, Lower), ColumnChoice.Quantile(sorted, Upper));
        }

        return TransformedRows.Fit(new ClippedColumns(train.Schema, low, high), train);
    }
}
