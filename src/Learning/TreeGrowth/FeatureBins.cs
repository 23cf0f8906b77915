using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.TreeGrowth;

/// <summary>The bins of one feature: cuts of a quantity, or codes of a category (bin 0 is every other code). Missing has the last bin.</summary>
internal sealed class FeatureBins
{
    private const int Sample = 200_000, Chunk = 4096;
    private readonly double[] _uppers;
    private readonly CategoryCodes? _codes;
    private readonly (double Least, double Greatest) _range;

    private FeatureBins(double[] uppers, CategoryCodes? codes, (double, double) range) => (_uppers, _codes, _range) = (uppers, codes, range);

    /// <summary>How many bins there are besides that of missing.</summary>
    public int Count => _codes is null ? _uppers.Length : _codes.Count + 1;

    /// <summary>The bin of NaN, the one after all others.</summary>
    public int Missing => Count;

    /// <summary>The codes of a categorical feature, whose bins are their numbers plus 1; null for a quantity.</summary>
    public CategoryCodes? Codes => _codes;

    /// <summary>The largest value in a bin of a quantity; infinite for the last.</summary>
    public double Upper(int bin) => _uppers[bin];

    /// <summary>Where a bin of a quantity begins and ends, among the values that were looked at: finite.</summary>
    public (double From, double To) Span(int bin) =>
        (bin == 0 ? _range.Least : _uppers[bin - 1], bin == _uppers.Length - 1 ? _range.Greatest : _uppers[bin]);

    /// <summary>Cuts a column into at most <paramref name="maxBins"/> bins.</summary>
    public static FeatureBins Of(ReadOnlySpan<double> column, FeatureKind kind, int maxBins, Seed seed)
    {
        var copy = column.ToArray();
        return Of(copy.Length, (from, values) => copy.AsSpan(from, values.Length).CopyTo(values), kind, maxBins, seed);
    }

    /// <summary>Cuts the column of a source.</summary>
    public static FeatureBins Of(IColumnSource source, int feature, int maxBins, Seed seed) =>
        Of(source.Rows, (from, values) => source.Read(feature, from, values), source.Schema[feature].Kind, maxBins, seed);

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

    /// <summary>Writes the bins of values.</summary>
    public void BinsOf(ReadOnlySpan<double> values, Span<byte> bins)
    {
        var row = 0;
        if (_codes is null)
        {
            // four searches at a time: each waits for its own loads only
            ref var uppers = ref MemoryMarshal.GetArrayDataReference(_uppers);
            var missing = (byte)Missing;
            for (; row + 4 <= values.Length; row += 4)
            {
                var (a, b, c, d) = (values[row], values[row + 1], values[row + 2], values[row + 3]);
                var (i, j, k, l, length) = (0, 0, 0, 0, _uppers.Length);
                while (length > 1)
                {
                    var half = length >> 1;
                    i += a > Unsafe.Add(ref uppers, i + half - 1) ? half : 0;
                    j += b > Unsafe.Add(ref uppers, j + half - 1) ? half : 0;
                    k += c > Unsafe.Add(ref uppers, k + half - 1) ? half : 0;
                    l += d > Unsafe.Add(ref uppers, l + half - 1) ? half : 0;
                    length -= half;
                }

                bins[row] = double.IsNaN(a) ? missing : (byte)i;
                bins[row + 1] = double.IsNaN(b) ? missing : (byte)j;
                bins[row + 2] = double.IsNaN(c) ? missing : (byte)k;
                bins[row + 3] = double.IsNaN(d) ? missing : (byte)l;
            }
        }

        for (; row < values.Length; row++)
            bins[row] = (byte)BinOf(values[row]);
    }

    private delegate void Reader(int from, Span<double> values);

    private static FeatureBins Of(int rows, Reader read, FeatureKind kind, int maxBins, Seed seed)
    {
        if (kind == FeatureKind.Categorical)
            return new FeatureBins([], MostFrequent(rows, read, maxBins - 1), default);
        var room = Math.Min(rows, Sample);
        var (values, counts) = (ArrayPool<double>.Shared.Rent(room), ArrayPool<int>.Shared.Rent(room));
        var present = Present(rows, read, seed, values);
        Array.Sort(values, 0, present);
        var distinct = Distinct(values.AsSpan(0, present), counts);
        var range = distinct == 0 ? (0, 0) : (Math.Max(values[0], -double.MaxValue), Math.Min(values[distinct - 1], double.MaxValue));
        var uppers = distinct <= maxBins ? AllCuts(values.AsSpan(0, distinct)) : QuantileCuts(values.AsSpan(0, distinct), counts, present, maxBins);
        ArrayPool<double>.Shared.Return(values);
        ArrayPool<int>.Shared.Return(counts);
        return new FeatureBins(uppers, null, range);
    }

    private static CategoryCodes MostFrequent(int rows, Reader read, int limit)
    {
        var (counts, chunk) = (new Dictionary<double, int>(), new double[Chunk]);
        for (var from = 0; from < rows; from += Chunk)
        {
            var values = chunk.AsSpan(0, Math.Min(Chunk, rows - from));
            read(from, values);
            CategoryCodes.Tally(values, counts);
        }

        return CategoryCodes.MostFrequent(counts, limit);
    }

    /// <summary>Writes the values of all rows, or of a sample, that are not missing; returns how many there are.</summary>
    private static int Present(int rows, Reader read, Seed seed, double[] values)
    {
        var (present, chunk, stream) = (0, new double[Chunk], seed.Stream());
        var place = rows <= Sample ? 0 : Place(0);
        for (var (from, i) = (0, 0); from < rows; from += Chunk)
        {
            var block = chunk.AsSpan(0, Math.Min(Chunk, rows - from));
            read(from, block);
            while (place < from + block.Length)
            {
                var value = block[place - from];
                if (!double.IsNaN(value))
                    values[present++] = value + 0.0;
                i++;
                place = rows <= Sample ? i : i < Sample ? Place(i) : int.MaxValue;
            }
        }

        return present;

        // one row of each of as many equal stretches
        int Place(int i)
        {
            var (first, end) = ((long)i * rows / Sample, (i + 1L) * rows / Sample);
            return (int)first + stream.NextInt((int)(end - first));
        }
    }

    /// <summary>Moves distinct values to the front and counts each; returns how many there are.</summary>
    private static int Distinct(Span<double> sorted, int[] counts)
    {
        var distinct = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            if (distinct == 0 || sorted[i] != sorted[distinct - 1])
            {
                sorted[distinct] = sorted[i];
                counts[distinct++] = 0;
            }

            counts[distinct - 1]++;
        }

        return distinct;
    }

    private static double[] AllCuts(ReadOnlySpan<double> distinct)
    {
        var uppers = new double[Math.Max(1, distinct.Length)];
        for (var i = 0; i + 1 < distinct.Length; i++)
            uppers[i] = Between(distinct[i], distinct[i + 1]);
        uppers[^1] = double.PositiveInfinity;
        return uppers;
    }

    /// <summary>Closes a bin when it holds its fair share of what is left, or when the next value alone holds more than one.</summary>
    private static double[] QuantileCuts(ReadOnlySpan<double> distinct, int[] counts, int total, int maxBins)
    {
        var uppers = new List<double>(maxBins);
        var (left, inBin) = (total, 0);
        for (var i = 0; i + 1 < distinct.Length && uppers.Count < maxBins - 1; i++)
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
