using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;
using Bellwether.Learning.Sparse;

namespace Bellwether.Learning.FactorizationMachines;

/// <summary>Checked rows of the columns that occur, and gradient descent over them.</summary>
internal sealed class FactorData
{
    private const int Check = 1024;

    private readonly SparseDataset _train;
    private readonly bool _probability;

    private FactorData(SparseDataset train, UsedColumns used, bool probability) => (_train, Used, _probability) = (train, used, probability);

    /// <summary>The rows.</summary>
    public UsedColumns Used { get; }

    /// <summary>The mean label of a fit of values, else 0.</summary>
    public double Centre { get; private set; }

    /// <summary>The standard deviation of labels of a fit of values, else 1.</summary>
    public double Scale { get; private set; } = 1;

    /// <summary>Checks rows, and learns the scale of labels.</summary>
    /// <exception cref="TrainingException">They cannot be learned from.</exception>
    public static FactorData Of(SparseDataset train, ModelOutput output, string learner)
    {
        TrainingRows.Check(train, output, learner, bothClasses: output == ModelOutput.Probability);
        var data = new FactorData(train, UsedColumns.Of(train.Features), output == ModelOutput.Probability);
        if (!data._probability)
        {
            var labels = new Dataset(new FeatureSchema([new FeatureSpec("label")]), [train.Labels.ToArray()], new double[train.Rows], new long[train.Rows],
                train.Weights.Length == 0 ? null : train.Weights.ToArray());
            (data.Centre, var deviation) = ColumnMoments.Of(labels, 0);
            data.Scale = deviation > 0 && double.IsFinite(deviation) ? deviation : 0;
        }

        return data;
    }

    /// <summary>Only probabilities and values can be learned.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is another output.</exception>
    public static ModelOutput Output(ModelOutput value) => value is ModelOutput.Probability or ModelOutput.Value ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "The output must be Probability or Value.");

    /// <summary>What each row of these entries is multiplied by: 1, or 1 / its length.</summary>
    public static float RowScale(ReadOnlySpan<float> values, bool normalize)
    {
        if (!normalize)
            return 1;
        var sum = 0.0;
        foreach (var value in values)
            sum += (double)value * value;
        return sum > 0 && double.IsFinite(sum) ? (float)(1 / Math.Sqrt(sum)) : 0;
    }

    /// <summary>Passes over the rows, each in a new random order.</summary>
    public void Descend(IFactorKernel kernel, int epochs, bool normalize, FitContext context)
    {
        var (order, stream, scaled) = (Enumerable.Range(0, _train.Rows).ToArray(), context.Seed.Derive("rows").Stream(), Array.Empty<float>());
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            stream.Shuffle<int>(order);
            for (var i = 0; i < order.Length; i++)
            {
                if (i % Check == 0)
                    context.CancellationToken.ThrowIfCancellationRequested();
                var (row, weight) = (order[i], _train.Weight(order[i]));
                if (weight == 0)
                    continue;
                var columns = Used.Features.Columns(row);
                var values = Used.Features.Values(row);
                if (scaled.Length < values.Length)
                    scaled = new float[values.Length * 2];
                var scale = RowScale(values, normalize);
                for (var at = 0; at < values.Length; at++)
                    scaled[at] = values[at] * scale;
                var entries = scaled.AsSpan(0, values.Length);
                var (score, label) = (kernel.Score(columns, entries), _train.Labels[row]);
                var slope = _probability ? RowScores.Sigmoid(RowScores.Finite(score)) - label : Scale == 0 ? 0 : score - ((label - Centre) / Scale);
                // A row may not throw parameters out of the numbers: its slope is held where the loss of a sound row never is.
                kernel.Step(columns, entries, (float)Math.Clamp(RowScores.Finite(slope) * weight, -1e3, 1e3));
            }

            context.Progress?.Report((epoch + 1.0) / epochs);
        }
    }

    /// <summary>Sets the numbers of columns that no row has to zero: what they started with means nothing.</summary>
    public void Forget(Span<float> values, int stride)
    {
        var seen = new bool[Used.Features.Width];
        foreach (var column in Used.Features.AllColumns)
            seen[column] = true;
        for (var column = 0; column < seen.Length; column++)
            if (!seen[column])
                values.Slice(column * stride, stride).Clear();
    }
}
