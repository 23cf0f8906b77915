using Bellwether.Numerics;

namespace Bellwether.Systems.Living;

/// <summary>A control chart over the loss that outcomes reveal, per decision and day: is the last day, or the last two, beyond what the days
/// before make likely?</summary>
/// <remarks>The reference is the eight days that end two days ago, so that a slow start of something new is not taken for normal.
/// Shewhart's three-sigma rule on the mean of two days, with the day-to-day spread of the reference.</remarks>
internal sealed class LossChart(DateTimeOffset start)
{
    private const int ReferenceDays = 8, GapDays = 2;
    private const double Sigmas = 3;
    private readonly List<double> _losses = [], _decisions = [];
    private int _from;

    /// <summary>Loss per decision of every day; NaN for days without decisions.</summary>
    public IReadOnlyList<double> ByDay => [.. _losses.Zip(_decisions, (loss, count) => count > 0 ? loss / count : double.NaN)];

    /// <summary>Counts a decision.</summary>
    public void Decided(DateTimeOffset time) => Add(time, 0, 1);

    /// <summary>Adds a loss on the day it became known.</summary>
    public void Lost(DateTimeOffset known, double loss) => Add(known, Require.NotNegative(loss), 0);

    /// <summary>Forgets the days before a time as a reference: something has changed on purpose.</summary>
    public void BeginReference(DateTimeOffset from) => _from = Math.Max(_from, DayOf(from) + 1);

    /// <summary>How many times its reference the last two whole days are: at most 1 while that may be chance.</summary>
    /// <param name="now">The end of the last whole day.</param>
    /// <returns>The factor and the number of reference days; NaN while there are too few.</returns>
    public (double Factor, int Days, double Live, double Mean) Read(DateTimeOffset now)
    {
        var last = DayOf(now) - 1;
        var first = Math.Max(_from, last - GapDays - ReferenceDays);
        var days = last - GapDays - first;
        var rates = ByDay;
        if (days < ReferenceDays / 2 || last >= rates.Count || last < 1)
            return (double.NaN, Math.Max(0, days), double.NaN, double.NaN);
        var reference = rates.Skip(first).Take(days).Where(double.IsFinite).ToList();
        var live = (rates[last] + rates[last - 1]) / 2;
        var mean = reference.Average();
        var deviation = Math.Sqrt(reference.Sum(r => (r - mean) * (r - mean)) / Math.Max(1, reference.Count - 1));
        var isChance = live <= mean + (Sigmas * deviation * Math.Sqrt(0.5 + (1.0 / reference.Count)));
        var factor = mean > 0 ? live / mean : double.NaN;
        return (isChance ? Math.Min(1, factor) : factor, days, live, mean);
    }

    private int DayOf(DateTimeOffset time) => Math.Max(0, (int)(time - start).TotalDays);

    private void Add(DateTimeOffset time, double loss, double count)
    {
        var day = DayOf(time);
        while (_losses.Count <= day)
        {
            _losses.Add(0);
            _decisions.Add(0);
        }

        _losses[day] += loss;
        _decisions[day] += count;
    }
}
