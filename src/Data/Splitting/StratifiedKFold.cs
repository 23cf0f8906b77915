using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Numerics;
using Bellwether.Numerics.Random;

namespace Bellwether.Data.Splitting;

/// <summary>k folds in which every class has nearly its share of the whole; every row is tested once.</summary>
/// <remarks>The counts per class and fold are those of scikit-learn's <c>StratifiedKFold</c>: the labels sorted by class are dealt out in
/// turn, so that counts of a class differ by at most one between folds. O(n (k + log n)).</remarks>
/// <param name="Folds">k, at least 2.</param>
public sealed record StratifiedKFold(int Folds = 5) : ISplitter
{
    /// <summary>k, at least 2.</summary>
    public int Folds { get; init => field = Require.InRange(value, 2, 1_000_000); } = Require.InRange(Folds, 2, 1_000_000);

    /// <summary>Whether rows of a class are drawn at random; without, they go to the folds in order.</summary>
    public bool Shuffle { get; init; } = true;

    /// <inheritdoc/>
    public IReadOnlyList<Fold> Split(Dataset rows, Seed seed)
    {
        var (classOf, members) = Classes(rows.Labels);
        var largest = members.Count == 0 ? 0 : members.Max(m => m.Count);
        if (largest < Folds)
            throw new TrainingException($"{Folds} stratified folds must have a class with at least {Folds} rows, but the largest of {members.Count} has {largest}. Take fewer folds, or KFold for labels that are not classes.");
        var allocation = Allocate(classOf, members.Count);
        var testFold = new int[classOf.Length];
        var stream = seed.Stream();
        for (var k = 0; k < members.Count; k++)
        {
            var folds = new int[members[k].Count];
            for (var (fold, at) = (0, 0); fold < Folds; fold++)
                for (var left = allocation[fold, k]; left > 0; left--)
                    folds[at++] = fold;
            if (Shuffle)
                stream.Shuffle(folds.AsSpan());
            for (var i = 0; i < folds.Length; i++)
                testFold[members[k][i]] = folds[i];
        }

        return Fold.Of(testFold, Folds);
    }

    /// <summary>Classes numbered by first appearance, with their rows.</summary>
    private static (int[] ClassOf, List<List<int>> Members) Classes(ReadOnlySpan<double> labels)
    {
        var (numbers, members, classOf) = (new Dictionary<double, int>(), new List<List<int>>(), new int[labels.Length]);
        for (var row = 0; row < labels.Length; row++)
        {
            if (!numbers.TryGetValue(labels[row], out var number))
            {
                numbers.Add(labels[row], number = members.Count);
                members.Add([]);
            }

            classOf[row] = number;
            members[number].Add(row);
        }

        return (classOf, members);
    }

    /// <summary>Rows per fold and class: the sorted classes dealt out in turn.</summary>
    private int[,] Allocate(int[] classOf, int classes)
    {
        var sorted = (int[])classOf.Clone();
        Array.Sort(sorted);
        var allocation = new int[Folds, classes];
        for (var i = 0; i < sorted.Length; i++)
            allocation[i % Folds, sorted[i]]++;
        return allocation;
    }
}
