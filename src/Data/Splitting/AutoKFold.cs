using Bellwether.Data.Training;
using Bellwether.Numerics;
using Bellwether.Numerics.Random;

namespace Bellwether.Data.Splitting;

/// <summary>The k folds that suit the rows: grouped where they have groups, stratified where labels are classes, else at random.</summary>
/// <remarks>Never by time: the rows do not say whether their times mean anything. Take <see cref="TimeSeriesSplit"/> where they do.</remarks>
/// <param name="Folds">k, at least 2.</param>
public sealed record AutoKFold(int Folds = 5) : ISplitter
{
    private const int MostClasses = 1_000;

    /// <summary>k, at least 2.</summary>
    public int Folds { get; init => field = Require.InRange(value, 2, 1_000_000); } = Require.InRange(Folds, 2, 1_000_000);

    /// <inheritdoc/>
    public IReadOnlyList<Fold> Split(Dataset rows, Seed seed)
    {
        if (!rows.Groups.IsEmpty)
            return new GroupKFold(Folds).Split(rows, seed);
        return AreClasses(rows) ? new StratifiedKFold(Folds).Split(rows, seed) : new KFold(Folds).Split(rows, seed);
    }

    /// <summary>Whether labels are whole numbers from 0 of which each class could be in every fold.</summary>
    private bool AreClasses(Dataset rows)
    {
        var counts = new Dictionary<double, int>();
        foreach (var label in rows.Labels)
        {
            if (!double.IsInteger(label) || label is < 0 or >= MostClasses)
                return false;
            counts[label] = counts.GetValueOrDefault(label) + 1;
        }

        return counts.Count > 0 && counts.Values.Min() >= Folds;
    }
}
