using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Numerics;
using Bellwether.Numerics.Random;

namespace Bellwether.Data.Splitting;

/// <summary>k folds by time: each is judged on a run of rows and learns only from rows before it, as a live system does.</summary>
/// <remarks>With distinct times and no <see cref="Gap"/> the folds are those of scikit-learn's <c>TimeSeriesSplit</c>, except that a row of
/// the very instant at which a test begins is never learned from. Nothing is drawn. The earliest rows are tested by no fold. O(n (k + log n)).</remarks>
/// <param name="Folds">k, at least 2.</param>
public sealed record TimeSeriesSplit(int Folds = 5) : ISplitter
{
    /// <summary>k, at least 2.</summary>
    public int Folds { get; init => field = Require.InRange(value, 2, 1_000_000); } = Require.InRange(Folds, 2, 1_000_000);

    /// <summary>The time before a test whose rows are left out: at least as long as a label takes to come, or labels leak.</summary>
    public TimeSpan Gap { get; init => field = value >= TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Gap must be zero or more."); }

    /// <summary>How many rows before a test are left out.</summary>
    public int GapRows { get; init => field = Require.NotNegative(value); }

    /// <summary>Rows per test; 0 for n / (k + 1).</summary>
    public int TestRows { get; init => field = Require.NotNegative(value); }

    /// <summary>Learn from at most so many rows, the latest; 0 for all.</summary>
    public int MaxTrainRows { get; init => field = Require.NotNegative(value); }

    /// <inheritdoc/>
    public IReadOnlyList<Fold> Split(Dataset rows, Seed seed)
    {
        var n = rows.Rows;
        var size = TestRows > 0 ? TestRows : n / (Folds + 1);
        if (size == 0 || n - ((long)size * Folds) - GapRows <= 0)
            throw new TrainingException($"{Folds} folds by time must have rows before the first test, but {n} rows with {Math.Max(1, size)} per test and a gap of {GapRows} leave none. Take fewer folds, or give more rows.");
        var times = rows.Times.ToArray();
        var order = Enumerable.Range(0, n).ToArray();
        Array.Sort(order, (a, b) => times[a] != times[b] ? times[a].CompareTo(times[b]) : a.CompareTo(b));
        var gap = Gap.Ticks / TimeSpan.TicksPerMicrosecond;
        var folds = new Fold[Folds];
        for (var fold = 0; fold < Folds; fold++)
        {
            var start = n - ((Folds - fold) * size);
            var end = start - GapRows;
            while (end > 0 && (times[order[end - 1]] > times[order[start]] - gap || times[order[end - 1]] == times[order[start]]))
                end--;
            if (end == 0)
                throw new TrainingException($"Every fold by time must have rows that lie before its test by the gap of {Gap}, but fold {fold} has none. Shorten the gap, take fewer folds, or KFold where times mean nothing.");
            var from = MaxTrainRows > 0 ? Math.Max(0, end - MaxTrainRows) : 0;
            folds[fold] = new Fold(Ascending(order.AsSpan(from, end - from)), Ascending(order.AsSpan(start, size)));
        }

        return folds;
    }

    private static int[] Ascending(ReadOnlySpan<int> places)
    {
        var sorted = places.ToArray();
        Array.Sort(sorted);
        return sorted;
    }
}
