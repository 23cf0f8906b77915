using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Numerics;
using Bellwether.Numerics.Random;

namespace Bellwether.Data.Splitting;

/// <summary>k folds of nearly equal size that never tear a group apart: what is learned from one user, query or device is judged on others.</summary>
/// <remarks>Groups are <see cref="Dataset.Groups"/>, or the values of the column <see cref="Feature"/> (missing values are one group). The
/// largest group goes first, each to the fold with the fewest rows, as in scikit-learn's <c>GroupKFold</c>; nothing is drawn. O(n k + g log g).</remarks>
/// <param name="Folds">k, at least 2.</param>
public sealed record GroupKFold(int Folds = 5) : ISplitter
{
    /// <summary>k, at least 2.</summary>
    public int Folds { get; init => field = Require.InRange(value, 2, 1_000_000); } = Require.InRange(Folds, 2, 1_000_000);

    /// <summary>The name of the feature whose values are the groups; null for the groups of the rows.</summary>
    public string? Feature { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<Fold> Split(Dataset rows, Seed seed)
    {
        var (groupOf, sizes) = Groups(rows);
        if (sizes.Length < Folds)
            throw new TrainingException($"{Folds} grouped folds must have at least {Folds} groups, but there are {sizes.Length}. Take fewer folds, or give more groups.");
        var order = Enumerable.Range(0, sizes.Length).ToArray();
        Array.Sort(order, (a, b) => sizes[a] != sizes[b] ? sizes[b].CompareTo(sizes[a]) : b.CompareTo(a));
        var (load, foldOf) = (new long[Folds], new int[sizes.Length]);
        foreach (var group in order)
        {
            var lightest = 0;
            for (var fold = 1; fold < Folds; fold++)
                if (load[fold] < load[lightest])
                    lightest = fold;
            load[lightest] += sizes[group];
            foldOf[group] = lightest;
        }

        return Fold.Of([.. groupOf.Select(g => foldOf[g])], Folds);
    }

    /// <summary>The groups numbered in ascending order of their value.</summary>
    private (int[] GroupOf, int[] Sizes) Groups(Dataset rows)
    {
        var values = Values(rows);
        var counts = new SortedDictionary<double, int>();
        foreach (var value in values)
            counts[value] = counts.GetValueOrDefault(value) + 1;
        var numbers = new Dictionary<double, int>();
        foreach (var value in counts.Keys)
            numbers.Add(value, numbers.Count);
        return ([.. values.Select(v => numbers[v])], [.. counts.Values]);
    }

    private double[] Values(Dataset rows)
    {
        if (Feature is null)
            return rows.Groups.IsEmpty
                ? throw new TrainingException("Grouped folds must have groups, but the rows have none. Give the rows groups, or name a feature whose values are the groups.")
                : [.. rows.Groups.ToArray().Select(g => (double)g)];
        var place = rows.Schema.IndexOf(Feature);
        return place >= 0
            ? rows.Column(place).ToArray()
            : throw new TrainingException($"Grouped folds must name a feature of the rows, but there is no '{Feature}'.");
    }
}
