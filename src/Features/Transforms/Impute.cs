using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Data.Transforms;
using Bellwether.Numerics;

namespace Bellwether.Features.Transforms;

/// <summary>Fills missing values, and can say in columns of their own where it did.</summary>
/// <remarks>As scikit-learn's SimpleImputer; a column without any training value is filled with <see cref="Constant"/>.</remarks>
public sealed record Impute : ITransform
{
    /// <summary>The columns; all numeric ones by default.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>What stands in; the median by default.</summary>
    public ImputeWith With { get; init; } = ImputeWith.Median;

    /// <summary>The constant; 0 by default.</summary>
    public double Constant { get; init => field = Require.Finite(value); }

    /// <summary>Whether each column that had missing values in training gets a column <c>name_missing</c> of 0 and 1 at the end; true by
    /// default.</summary>
    public bool Indicators { get; init; } = true;

    /// <inheritdoc/>
    public TransformFit Fit(Dataset train, FitContext context)
    {
        var columns = ColumnChoice.Of(train, Columns, FeatureKind.Numeric, nameof(Impute));
        var fills = new double[columns.Length];
        var indicators = new List<int>();
        for (var i = 0; i < columns.Length; i++)
        {
            var values = train.Column(columns[i]);
            var fill = With switch
            {
                ImputeWith.Mean => ColumnChoice.Mean(values),
                ImputeWith.Median => ColumnChoice.Quantile(ColumnChoice.Sorted(values), 0.5),
                _ => Constant,
            };
            fills[i] = double.IsNaN(fill) ? Constant : fill;
            if (Indicators && ColumnChoice.Sorted(values).Length < values.Length)
                indicators.Add(columns[i]);
        }

        return TransformedRows.Fit(new ImputedColumns(train.Schema, columns, fills, [.. indicators]), train);
    }
}
