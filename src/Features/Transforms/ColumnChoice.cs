using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;

namespace Bellwether.Features.Transforms;

/// <summary>Which columns a transform works on, and what it finds in them.</summary>
internal static class ColumnChoice
{
    /// <summary>The places of these columns, or of all columns of a kind when none are named.</summary>
    public static int[] Of(Dataset train, IReadOnlyList<string> names, FeatureKind kind, string transform)
    {
        if (train.Rows == 0)
            throw new TrainingException($"{transform} must be fitted on at least one row, but got none.");
        if (names.Count == 0)
            return [.. Enumerable.Range(0, train.Width).Where(i => train.Schema[i].Kind == kind)];
        var chosen = new int[names.Count];
        for (var i = 0; i < chosen.Length; i++)
        {
            chosen[i] = train.Schema.IndexOf(names[i]);
            if (chosen[i] < 0)
                throw new TrainingException($"{transform} must be given columns of the dataset, but it has no '{names[i]}'.");
            if (train.Schema[chosen[i]].Kind != kind)
                throw new TrainingException($"{transform} works on {kind} columns, but '{names[i]}' is {train.Schema[chosen[i]].Kind}.");
        }

        Array.Sort(chosen);
        return chosen;
    }

    /// <summary>The values of a column that are not missing, in ascending order.</summary>
    public static double[] Sorted(ReadOnlySpan<double> column)
    {
        var values = new List<double>(column.Length);
        foreach (var value in column)
            if (!double.IsNaN(value))
                values.Add(value);
        values.Sort();
        return [.. values];
    }

    /// <summary>A quantile by linear interpolation between the two nearest values (type 7 of Hyndman and Fan); NaN for no values.</summary>
    public static double Quantile(ReadOnlySpan<double> sorted, double share)
    {
        if (sorted.Length == 0)
            return double.NaN;
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 >= sorted.Length ? sorted[^1] : sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below]));
    }

    /// <summary>The mean of the values that are not missing; NaN for none.</summary>
    public static double Mean(ReadOnlySpan<double> column)
    {
        var (sum, count) = (0.0, 0);
        foreach (var value in column)
            if (!double.IsNaN(value))
                (sum, count) = (sum + value, count + 1);
        return sum / count;
    }

    /// <summary>Fails when columns read from a model lie outside its vectors.</summary>
    public static int[] Places(int[] columns, int width)
    {
        foreach (var column in columns)
            if ((uint)column >= (uint)width)
                throw new ModelFormatException(FormattableString.Invariant($"A fitted transform's columns must lie below {width}, but one is {column}."));
        return columns;
    }

    /// <summary>Fails when an array read from a model has the wrong length.</summary>
    public static T[] Expect<T>(T[] values, int length, string what) => values.Length == length ? values
        : throw new ModelFormatException(FormattableString.Invariant($"A fitted transform must have {length} {what}, but has {values.Length}."));
}
