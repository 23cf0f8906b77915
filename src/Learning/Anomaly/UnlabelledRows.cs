using Bellwether.Data.Models;
using Bellwether.Data.Training;

namespace Bellwether.Learning.Anomaly;

/// <summary>What a learner that does not look at labels demands of its rows.</summary>
internal static class UnlabelledRows
{
    /// <summary>The rows of positive weight.</summary>
    /// <exception cref="TrainingException">There are too few, or a weight is negative or not finite.</exception>
    public static Dataset Of(Dataset rows, string learner, int least)
    {
        var kept = new List<int>();
        for (var row = 0; row < rows.Rows; row++)
        {
            var weight = rows.Weight(row);
            if (!double.IsFinite(weight) || weight < 0)
                throw new TrainingException(FormattableString.Invariant($"'{learner}' must have finite weights of 0 or more, but row {row} has {weight}."));
            if (weight > 0)
                kept.Add(row);
        }

        if (kept.Count < least)
            throw new TrainingException($"'{learner}' must have at least {least} row(s) of positive weight to learn from, but got {kept.Count}. Check the query.");
        if (rows.Width == 0)
            throw new TrainingException($"'{learner}' must have at least one feature, but the rows have none.");
        if (kept.Count == rows.Rows)
            return rows;
        return rows.Select([.. kept]);
    }
}
