using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Data.Transforms;
using Bellwether.Numerics;

namespace Bellwether.Features.Transforms;

/// <summary>Replaces categories by the mean label that came with them, drawn towards the mean of all labels. A training row gets only
/// what the rows before it in time said, so that no row sees its own label; serving gets what all said.</summary>
/// <remarks>
/// <para>The ordered target statistics of CatBoost (Prokhorenkova et al., "CatBoost: unbiased boosting with categorical features", 2018,
/// section 3.2), with time as the order instead of a random permutation; rows of the same time keep the dataset's order. The value is
/// (labels of the category + weight × prior) / (rows of the category + weight), where the prior is the mean of all labels before, itself
/// begun with one row of <see cref="FirstPrior"/>. Rows count by their weights. Missing and unseen categories get the prior.</para>
/// <para>A label that becomes known long after its row still counts from its row on: build rows from labels known in time.</para>
/// </remarks>
public sealed record OrderedTargetEncode : ITransform
{
    /// <summary>The columns; all categorical ones by default.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>How many rows the prior is worth; above 0, 1 by default.</summary>
    public double PriorWeight { get; init => field = Require.Positive(value); } = 1;

    /// <summary>The prior before any row was seen; 0.5 by default.</summary>
    public double FirstPrior { get; init => field = Require.Finite(value); } = 0.5;

    /// <inheritdoc/>
    public TransformFit Fit(Dataset train, FitContext context)
    {
        var columns = ColumnChoice.Of(train, Columns, FeatureKind.Categorical, nameof(OrderedTargetEncode));
        var categories = CategoryTable.Of(train, columns);
        var sums = columns.Select((_, i) => new double[categories.Codes(i).Length]).ToArray();
        var counts = columns.Select((_, i) => new double[categories.Codes(i).Length]).ToArray();
        var encoded = columns.Select(_ => new double[train.Rows]).ToArray();
        var order = Enumerable.Range(0, train.Rows).ToArray();
        var times = train.Times.ToArray();
        Array.Sort(order, (a, b) => times[a] != times[b] ? times[a].CompareTo(times[b]) : a.CompareTo(b));
        var (total, rows) = (FirstPrior, 1.0);
        foreach (var row in order)
        {
            var (label, weight) = (train.Labels[row], train.Weight(row));
            for (var i = 0; i < columns.Length; i++)
            {
                var code = train.Column(columns[i])[row];
                if (double.IsNaN(code))
                {
                    encoded[i][row] = total / rows;
                    continue;
                }

                var place = categories.IndexOf(i, code);
                encoded[i][row] = (sums[i][place] + (PriorWeight * total / rows)) / (counts[i][place] + PriorWeight);
                sums[i][place] += weight * label;
                counts[i][place] += weight;
            }

            (total, rows) = (total + (weight * label), rows + weight);
        }

        var prior = total / rows;
        var values = sums.Select((s, i) => s.Select((sum, k) => (sum + (PriorWeight * prior)) / (counts[i][k] + PriorWeight)).ToArray()).ToArray();
        var transform = new TargetEncodedColumns(train.Schema, categories, values, prior);
        var output = new double[train.Width][];
        for (var i = 0; i < output.Length; i++)
            output[i] = Array.IndexOf(columns, i) is >= 0 and var k ? encoded[k] : train.Column(i).ToArray();
        return new TransformFit(transform, train.WithColumns(transform.Output, output));
    }
}
