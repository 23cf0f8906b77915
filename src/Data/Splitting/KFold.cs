using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Numerics;
using Bellwether.Numerics.Random;

namespace Bellwether.Data.Splitting;

/// <summary>k folds of nearly equal size; every row is tested once. For rows that do not depend on each other: use
/// <see cref="GroupKFold"/> or <see cref="TimeSeriesSplit"/> for those that do.</summary>
/// <remarks>The first n mod k folds have a row more, as in scikit-learn's <c>KFold</c>. O(n k).</remarks>
/// <param name="Folds">k, at least 2.</param>
public sealed record KFold(int Folds = 5) : ISplitter
{
    /// <summary>k, at least 2.</summary>
    public int Folds { get; init => field = Require.InRange(value, 2, 1_000_000); } = Require.InRange(Folds, 2, 1_000_000);

    /// <summary>Whether rows are drawn at random; without, each fold's test is a run of neighbours.</summary>
    public bool Shuffle { get; init; } = true;

    /// <inheritdoc/>
    public IReadOnlyList<Fold> Split(Dataset rows, Seed seed)
    {
        if (rows.Rows < Folds)
            throw new TrainingException($"{Folds} folds must have at least {Folds} rows to cut, but there are {rows.Rows}. Take fewer folds, or give more rows.");
        var order = Enumerable.Range(0, rows.Rows).ToArray();
        if (Shuffle)
            seed.Stream().Shuffle(order.AsSpan());
        var testFold = new int[order.Length];
        var (at, least, longer) = (0, order.Length / Folds, order.Length % Folds);
        for (var fold = 0; fold < Folds; fold++)
            for (var left = least + (fold < longer ? 1 : 0); left > 0; left--)
                testFold[order[at++]] = fold;
        return Fold.Of(testFold, Folds);
    }
}
