using Bellwether.Data.Training;
using Bellwether.Numerics.LinearAlgebra;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Laws;

/// <summary>Seeded sparse rows with fields and weights: counts of words of a theme, of which the label is a matter of chance.</summary>
internal static class SparseSample
{
    public const int Width = 300;

    /// <summary>The first columns of five fields.</summary>
    public static int[] Fields => [0, 20, 60, 150, 220];

    public static SparseDataset Make(int count, int classes = 2, ulong seed = 1, int width = Width)
    {
        var stream = new Seed(seed).Stream();
        var (starts, columns, values) = (new int[count + 1], new List<int>(), new List<float>());
        var (labels, weights) = (new double[count], new double[count]);
        for (var row = 0; row < count; row++)
        {
            var theme = stream.NextInt(classes);
            var own = new SortedSet<int>();
            for (var i = 0; i < 12; i++)
                own.Add(stream.NextBool(0.3) ? ((theme * 17) + (stream.NextInt(12) * 25)) % Width : stream.NextInt(Width));
            foreach (var column in own)
            {
                columns.Add(column % width);
                values.Add(1 + stream.NextInt(3));
            }

            starts[row + 1] = columns.Count;
            labels[row] = stream.NextBool(0.1) ? stream.NextInt(classes) : theme;
            weights[row] = stream.NextDouble(0.5, 2);
        }

        return new SparseDataset(new SparseMatrix(width, starts, [.. columns], [.. values]), labels, weights, Fields);
    }

    public static SparseDataset WithValues(SparseDataset rows, Func<int, float, float> change) =>
        new(new SparseMatrix(rows.Width, rows.Features.Starts.ToArray(), rows.Features.AllColumns.ToArray(),
            [.. rows.Features.AllValues.ToArray().Select((v, i) => change(i, v))]), rows.Labels.ToArray(), rows.Weights.ToArray(), Fields);

    public static SparseDataset WithLabels(SparseDataset rows, Func<int, double> label) =>
        new(rows.Features, [.. Enumerable.Range(0, rows.Rows).Select(label)], rows.Weights.ToArray(), Fields);

    public static SparseDataset WithWeights(SparseDataset rows, Func<int, double> weight) =>
        new(rows.Features, rows.Labels.ToArray(), [.. Enumerable.Range(0, rows.Rows).Select(weight)], Fields);

    /// <summary>Rows that no training row looks like.</summary>
    public static IEnumerable<(int[] Columns, float[] Values)> Strange()
    {
        yield return ([], []);
        yield return ([1, 30, 100], [1, 2, 1]);
        yield return ([Width, Width + 5, int.MaxValue], [1, 1, 1]);
        yield return ([-5, -1, 3], [1, 1, 1]);
        foreach (var value in new[] { 0, -1, 1e30f, float.MaxValue, float.MinValue, float.Epsilon, float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            yield return ([2, 40, 160, 250], [value, 1, value, 1]);
            yield return ([.. Enumerable.Range(0, Width)], [.. Enumerable.Repeat(value, Width)]);
        }
    }
}
