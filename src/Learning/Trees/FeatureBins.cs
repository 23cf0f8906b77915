using Bellwether.Data.Training;
using Bellwether.Learning.Rows;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Trees;

/// <summary>The bins of one feature: cuts of a quantity, or codes of a category (bin 0 is every other code). Missing has the last bin.</summary>
internal sealed class FeatureBins
{
    private const int Sample = 200_000;
    private readonly double[] _uppers;
    private readonly CategoryCodes? _codes;

    private FeatureBins(double[] uppers, CategoryCodes? codes) => (_uppers, _codes) = (uppers, codes);

    /// <summary>How many bins there are besides that of missing.</summary>
    public int Count => _codes is null ? _uppers.Length : _codes.Count + 1;

    /// <summary>The bin of NaN, the one after all others.</summary>
    public int Missing => Count;

    /// <summary>The codes of a categorical feature, whose bins are their numbers plus 1; null for a quantity.</summary>
    public CategoryCodes? Codes => _codes;

    /// <summary>The largest value in a bin of a quantity; infinite for the last.</summary>
    public double Upper(int bin) => _uppers[bin];

    /// <summary>Cuts a column into at most <paramref name="maxBins"/> bins.</summary>
    public static FeatureBins Of(ReadOnlySpan<double> column, FeatureKind kind, int maxBins, Seed seed)
    {
        if (kind == FeatureKind.Categorical)
            return new FeatureBins([], CategoryCodes.MostFrequent(column, maxBins - 1));
        var values = Present(column, seed);
        Array.Sort(values);
        var (distinct, counts) = Distinct(values);
        return new FeatureBins(distinct.Count <= maxBins ? AllCuts(distinct) : QuantileCuts(distinct, counts, values.Length, maxBins), null);
    }

    /// <summary>The bin of a value.</summary>
    public int BinOf(double value)
    {
        if (double.IsNaN(value))
            return Missing;
        if (_codes is not null)
            return _codes.IndexOf(value) + 1;
        var (first, length) = (0, _uppers.Length);
        while (length > 1)
        {
            var half = length >> 1;
            first += value > _uppers[first + half - 1] ? half : 0;
            length -= half;
        }

        return first;
    }

    private static double[] Present(ReadOnlySpan<double> column, Seed seed)
    {
        var values = new List<double>(Math.Min(column.Length, Sample));
        if (column.Length <= Sample)
        {
            foreach (var value in column)
                if (!double.IsNaN(value))
                    values.Add(value + 0.0);
            return [.. values];
        }

        var stream = seed.Stream();
        for (var i = 0; i < Sample; i++)
        {
            var (from, to) = ((long)i * column.Length / Sample, (i + 1L) * column.Length / Sample);
            var value = column[(int)from + stream.NextInt((int)(to - from))];
            if (!double.IsNaN(value))
                values.Add(value + 0.0);
        }

        return [.. values];
    }

    private static (List<double> Values, List<int> Counts) Distinct(double[] sorted)
    {
        var (values, counts) = (new List<double>(), new List<int>());
        foreach (var value in sorted)
        {
            if (values.Count == 0 || value != values[^1])
            {
                values.Add(value);
                counts.Add(0);
            }

            counts[^1]++;
        }

        return (values, counts);
    }

    private static double[] AllCuts(List<double> distinct)
    {
        var uppers = new double[Math.Max(1, distinct.Count)];
        for (var i = 0; i + 1 < distinct.Count; i++)
            uppers[i] = Between(distinct[i], distinct[i + 1]);
        uppers[^1] = double.PositiveInfinity;
        return uppers;
    }

    /// <summary>Closes a bin when it holds its fair share of what is left, or when the next value alone holds more than one.</summary>
    private static double[] QuantileCuts(List<double> distinct, List<int> counts, int total, int maxBins)
    {
        var uppers = new List<double>(maxBins);
        var (left, inBin) = (total, 0);
        for (var i = 0; i + 1 < distinct.Count && uppers.Count < maxBins - 1; i++)
        {
            inBin += counts[i];
            var share = (double)left / (maxBins - uppers.Count);
            if (inBin < share && !(counts[i + 1] >= share && inBin + counts[i + 1] > 1.5 * share))
                continue;
            uppers.Add(Between(distinct[i], distinct[i + 1]));
            left -= inBin;
            inBin = 0;
        }

        uppers.Add(double.PositiveInfinity);
        return [.. uppers];
    }

    /// <summary>A number at or above a and below b, halfway if there is one.</summary>
    private static double Between(double a, double b)
    {
        var middle = (a / 2) + (b / 2);
        return middle >= a && middle < b ? middle : a;
    }
}
