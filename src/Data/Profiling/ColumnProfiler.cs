using System.Globalization;
using Bellwether.Data.Tables;
using Bellwether.Numerics.Hashing;

namespace Bellwether.Data.Profiling;

/// <summary>Gathers the profile of one column, row after row.</summary>
internal sealed class ColumnProfiler(TableColumn column)
{
    private const int ExactDistinct = 10_000, CountedValues = 4_096, SampledValues = 65_536, ListedValues = 10;
    private static readonly double[] s_shares = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];

    private readonly DistinctCount _distinct = new(ExactDistinct);
    private readonly FrequentValues _frequent = new(CountedValues);
    private readonly RowSample _sample = new(SampledValues), _gaps = new(SampledValues);
    private long _rows, _missing, _outOfOrder, _largestGap = -1, _largestGapRow;
    private long _earliest = long.MaxValue, _latest = long.MinValue;
    private double _mean, _squares, _minimum = double.PositiveInfinity, _maximum = double.NegativeInfinity;

    /// <summary>Takes a value and returns its hash, the part of the row's.</summary>
    public ulong Add(TableBatch batch, int index, int row)
    {
        _rows++;
        if (batch.IsMissing(index, row) || column.Kind == TableColumnKind.Number && double.IsNaN(batch.Numbers(index)[row]))
        {
            _missing++;
            return 0;
        }

        ulong hash;
        switch (column.Kind)
        {
            case TableColumnKind.Text:
                var text = batch.Texts(index)[row]!;
                hash = StableHash.Of(text);
                _frequent.Add(text);
                break;
            case TableColumnKind.Boolean:
                var truth = batch.Booleans(index)[row];
                hash = StableHash.Of(truth ? 1UL : 0);
                _frequent.Add(truth ? "true" : "false");
                AddNumber(truth ? 1 : 0);
                break;
            case TableColumnKind.Number:
                // Minus zero equals zero.
                var number = batch.Numbers(index)[row] + 0.0;
                hash = StableHash.Of(BitConverter.DoubleToUInt64Bits(number));
                if (_frequent.IsExact)
                    _frequent.Add(number.ToString("R", CultureInfo.InvariantCulture));
                AddNumber(number);
                break;
            default:
                var whole = batch.Integers(index)[row];
                hash = StableHash.Of((ulong)whole);
                if (column.Kind == TableColumnKind.Time)
                    AddTime(whole);
                else
                {
                    if (_frequent.IsExact)
                        _frequent.Add(whole.ToString(CultureInfo.InvariantCulture));
                    AddNumber(whole);
                }

                break;
        }

        _distinct.Add(hash);
        return hash;
    }

    public ColumnProfile Finish()
    {
        var profile = new ColumnProfile(column.Name, column.Kind, _rows, _missing, _distinct.Value, _distinct.IsExact)
        {
            // Of numbers with too many different values none is frequent enough to be listed, and counting them all would be slow.
            TopValues = _frequent.IsExact || column.Kind == TableColumnKind.Text ? _frequent.Top(ListedValues) : [],
            CountsAreExact = _frequent.IsExact,
        };
        var present = _rows - _missing;
        if (present == 0 || column.Kind == TableColumnKind.Text)
            return profile;
        if (column.Kind == TableColumnKind.Time)
            return profile with { Times = FinishTimes() };
        var sorted = _sample.Sorted();
        return profile with
        {
            Minimum = Finite(_minimum),
            Maximum = Finite(_maximum),
            Mean = Finite(_mean),
            StandardDeviation = present > 1 ? Finite(Math.Sqrt(_squares / (present - 1))) : null,
            Quantiles = sorted.Length == 0 ? [] : [.. s_shares.Select(s => new QuantileValue(s, RowSample.Quantile(sorted, s))).Where(q => double.IsFinite(q.Value))],
        };
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private TimeProfile FinishTimes()
    {
        var gaps = _gaps.Sorted();
        return new TimeProfile(UnixMicroseconds.ToTime(_earliest), UnixMicroseconds.ToTime(_latest),
            TimeSpan.FromMicroseconds(gaps.Length == 0 ? 0 : RowSample.Quantile(gaps, 0.5)), TimeSpan.FromMicroseconds(Math.Max(0, _largestGap)), _largestGapRow, _outOfOrder);
    }

    private void AddNumber(double value)
    {
        _sample.Add(value);
        _minimum = Math.Min(_minimum, value);
        _maximum = Math.Max(_maximum, value);
        // Welford's update: stable where a sum of squares is not.
        var delta = value - _mean;
        _mean += delta / (_rows - _missing);
        _squares += delta * (value - _mean);
    }

    private void AddTime(long time)
    {
        _earliest = Math.Min(_earliest, time);
        if (time < _latest)
        {
            _outOfOrder++;
            return;
        }

        if (_latest != long.MinValue)
        {
            var gap = time - _latest;
            _gaps.Add(gap);
            if (gap > _largestGap)
                (_largestGap, _largestGapRow) = (gap, _rows);
        }

        _latest = time;
    }
}
