using Bellwether.Numerics;

namespace Bellwether.Systems.Living;

/// <summary>A control chart over what outcomes reveal, per decision and day: how much was lost, and how often. Are the last two days beyond
/// what the days before make likely?</summary>
/// <remarks>The reference is the ten days that end two days ago, so that a slow start of something new is not taken for normal.
/// Shewhart's three-sigma rule on the mean of two days; sigma is the day-to-day spread of the reference, for counts at least Poisson's.
/// Losses have heavy tails and counts do not, so counts speak sooner where losses are rare, and losses where every outcome costs.</remarks>
internal sealed class LossChart(DateTimeOffset start)
{
    private const int ReferenceDays = 10, FewestDays = 4, GapDays = 2;
    private const double Sigmas = 3;
    private readonly List<double> _losses = [], _counts = [], _decisions = [];
    private int _from;

    /// <summary>Loss per decision of every day; NaN for days without decisions.</summary>
    public IReadOnlyList<double> ByDay => [.. _losses.Zip(_decisions, (loss, count) => count > 0 ? loss / count : double.NaN)];

    /// <summary>Counts a decision.</summary>
    public void Decided(DateTimeOffset time) => _decisions[DayOf(time)]++;

    /// <summary>Adds a loss on the day it became known.</summary>
    public void Lost(DateTimeOffset known, double loss)
    {
        var day = DayOf(known);
        _losses[day] += Require.NotNegative(loss);
        _counts[day] += loss > 0 ? 1 : 0;
    }

    /// <summary>Forgets the days before a time as a reference: something has changed on purpose.</summary>
    public void BeginReference(DateTimeOffset from) => _from = Math.Max(_from, DayOf(from) + 1);

    /// <summary>How many times its reference the last two whole days are: at most 1 while that may be chance.</summary>
    /// <param name="now">The end of the last whole day.</param>
    /// <returns>The larger factor of losses and counts, with the number of reference days; NaN while there are too few.</returns>
    public (double Factor, int Days) Read(DateTimeOffset now)
    {
        var last = DayOf(now) - 1;
        var first = Math.Max(_from, last - GapDays - ReferenceDays + 1);
        var days = last - GapDays - first + 1;
        if (days < FewestDays)
            return (double.NaN, Math.Max(0, days));
        return (Math.Max(FactorOf(_losses, first, days, last, isCount: false), FactorOf(_counts, first, days, last, isCount: true)), days);
    }

    private double FactorOf(List<double> sums, int first, int days, int last, bool isCount)
    {
        var rates = Enumerable.Range(first, days).Where(d => _decisions[d] > 0).Select(d => sums[d] / _decisions[d]).ToList();
        var decisions = _decisions[last] + _decisions[last - 1];
        if (rates.Count < FewestDays || decisions == 0)
            return double.NaN;
        var (mean, live) = (rates.Average(), (sums[last] + sums[last - 1]) / decisions);
        var variance = rates.Sum(r => (r - mean) * (r - mean)) / (rates.Count - 1);
        if (isCount)
            variance = Math.Max(variance, mean / (decisions / 2));
        var factor = mean > 0 ? live / mean : double.NaN;
        return live > mean + (Sigmas * Math.Sqrt(variance * (0.5 + (1.0 / rates.Count)))) ? factor : Math.Min(1, factor);
    }

    private int DayOf(DateTimeOffset time)
    {
        var day = Math.Max(0, (int)(time - start).TotalDays);
        while (_losses.Count <= day)
        {
            _losses.Add(0);
            _counts.Add(0);
            _decisions.Add(0);
        }

        return day;
    }
}
