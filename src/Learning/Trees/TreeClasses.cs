using System.Globalization;
using Bellwether.Data.Models;
using Bellwether.Data.Training;

namespace Bellwether.Learning.Trees;

/// <summary>Labels that number classes.</summary>
internal static class TreeClasses
{
    /// <summary>k: one more than the greatest label.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="learner">Its name.</param>
    /// <param name="classes">k when it is known already; -1 when these rows say it.</param>
    /// <param name="most">More classes are refused.</param>
    /// <exception cref="TrainingException">A label is not 0, 1, …, k - 1, or there is one class only.</exception>
    public static int Count(IColumnSource rows, string learner, int classes, int most)
    {
        var labels = rows.Labels.Span;
        var known = classes >= 0;
        var (least, greatest) = (double.MaxValue, 0.0);
        for (var row = 0; row < labels.Length; row++)
        {
            if (labels[row] < 0 || labels[row] >= (known ? classes : most) || labels[row] != Math.Floor(labels[row]))
                throw new TrainingException(string.Create(CultureInfo.InvariantCulture,
                    $"'{learner}' must have whole labels from 0 to {(known ? classes : most) - 1}, the classes, but row {row} has {labels[row]}."));
            (least, greatest) = (Math.Min(least, labels[row]), Math.Max(greatest, labels[row]));
        }

        if (!known && least == greatest)
            throw new TrainingException(string.Create(CultureInfo.InvariantCulture, $"'{learner}' must see at least two classes, but all {rows.Rows} rows have label {least}."));
        return known ? classes : (int)greatest + 1;
    }
}
