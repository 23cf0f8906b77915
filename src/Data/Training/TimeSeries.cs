using System.Runtime.InteropServices;
using Bellwether.Numerics;
using Bellwether.Numerics.Hashing;

namespace Bellwether.Data.Training;

/// <summary>Values (n) at even steps of time, the oldest first. Immutable, safe to share between threads.</summary>
/// <remarks>NaN is a missing value; infinities are refused.</remarks>
public sealed class TimeSeries
{
    private readonly double[] _values;

    /// <summary>Takes ownership of the values: the caller does not change them afterwards.</summary>
    /// <param name="values">n values.</param>
    /// <param name="season">How many steps make a season, e.g. 24 for hours of a day; 1 for none.</param>
    /// <exception cref="ArgumentException">A value is infinite, or the season is below 1.</exception>
    public TimeSeries(double[] values, int season = 1)
    {
        for (var at = 0; at < values.Length; at++)
            if (double.IsInfinity(values[at]))
                throw new ArgumentException($"Values must be finite, or NaN for missing, but the one at place {at} is {values[at]}.", nameof(values));
        (_values, Season) = (values, Require.Positive(season));
    }

    /// <summary>n.</summary>
    public int Count => _values.Length;

    /// <summary>How many steps make a season; 1 for none.</summary>
    public int Season { get; }

    /// <summary>The values (n).</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>The first <paramref name="count"/> steps.</summary>
    public TimeSeries First(int count) => new(_values[..count], Season);

    /// <summary>A hash over all of it.</summary>
    public ulong ContentHash() => StableHash.Of(MemoryMarshal.AsBytes<double>(_values), (ulong)Season);
}
