using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Sampling;

/// <summary>The rows of each class, classes by ascending label.</summary>
internal sealed class ClassRows
{
    private ClassRows(double[] labels, int[][] rows) => (Labels, Rows) = (labels, rows);

    /// <summary>The labels of the classes.</summary>
    public double[] Labels { get; }

    /// <summary>The rows of each, ascending.</summary>
    public int[][] Rows { get; }

    /// <summary>How many rows the most frequent class has.</summary>
    public int Most => Rows.Max(r => r.Length);

    /// <summary>How many rows the rarest class has.</summary>
    public int Least => Rows.Min(r => r.Length);

    /// <summary>Sorts rows by class.</summary>
    /// <exception cref="TrainingException">There are no two classes, or labels are not whole numbers, or rows are grouped.</exception>
    public static ClassRows Of(Dataset train, string sampler)
    {
        if (train.Groups.Length > 0)
            throw new TrainingException($"'{sampler}' must have rows without groups: rows of a ranking are not drawn one by one.");
        var rows = new SortedDictionary<double, List<int>>();
        for (var row = 0; row < train.Rows; row++)
        {
            var label = train.Labels[row];
            if (!(label >= 0 && label == Math.Floor(label)) || !double.IsFinite(label))
                throw new TrainingException(FormattableString.Invariant($"'{sampler}' must have labels that number classes from 0, but row {row} has {label}."));
            var weight = train.Weight(row);
            if (!(weight >= 0) || !double.IsFinite(weight))
                throw new TrainingException(FormattableString.Invariant($"'{sampler}' must have finite weights of 0 or more, but row {row} has {weight}."));
            if (!rows.TryGetValue(label, out var list))
                rows.Add(label, list = []);
            list.Add(row);
        }

        return rows.Count >= 2 ? new ClassRows([.. rows.Keys], [.. rows.Values.Select(r => r.ToArray())])
            : throw new TrainingException($"'{sampler}' must see at least two classes, but saw {rows.Count} in {train.Rows} rows. Widen the time range.");
    }

    /// <summary>How many rows a class should have for the ratio to hold.</summary>
    public int Wanted(double ratio) => (int)Math.Round(Most * ratio);

    /// <summary>Some of the rows, each at most once, ascending.</summary>
    public static int[] Draw(int[] rows, int count, RandomStream stream)
    {
        int[] drawn = [.. rows];
        stream.Shuffle<int>(drawn);
        drawn = drawn[..Math.Min(count, drawn.Length)];
        Array.Sort(drawn);
        return drawn;
    }
}
