using Bellwether.Data.Formats;
using Bellwether.Numerics;

namespace Bellwether.Learning.Forecasting;

/// <summary>The last steps of every forecast: back to the series' own size, finite, bounds in order.</summary>
internal static class ForecastOutput
{
    /// <summary>Checks what a caller of an interval gave.</summary>
    public static void Check(double level, ReadOnlySpan<double> low, ReadOnlySpan<double> high)
    {
        if (!(level > 0 && level < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "level must be greater than 0 and less than 1, e.g. 0.95.");
        Require.SameLength(low.Length, high.Length, nameof(high));
    }

    /// <summary>Multiplies by the scale; what leaves the range of doubles is held at its end.</summary>
    public static void Finish(Span<double> values, double scale)
    {
        foreach (ref var value in values)
            value = Held(value * scale);
    }

    /// <summary>Turns expected values (in <paramref name="low"/>) and deviations (in <paramref name="high"/>) into bounds of a normal distribution.</summary>
    public static void Normal(double level, Span<double> low, Span<double> high, double scale)
    {
        var width = Bellwether.Numerics.Distributions.Normal.TwoSided(level);
        for (var h = 0; h < low.Length; h++)
        {
            var (centre, spread) = (low[h], Held(width * high[h]));
            low[h] = Held((centre - spread) * scale);
            high[h] = Held((centre + spread) * scale);
        }
    }

    /// <summary>The value, or the end of the range of doubles where it is beyond; 0 for NaN.</summary>
    public static double Held(double value) => double.IsNaN(value) ? 0 : Math.Clamp(value, -double.MaxValue, double.MaxValue);

    /// <summary>Refuses a field that a writer could not have written.</summary>
    /// <exception cref="ModelFormatException">It does not hold.</exception>
    public static void Sound(bool holds, string what)
    {
        if (!holds)
            throw new ModelFormatException($"A forecast's {what}. The model was not written by Bellwether; train it again.");
    }

    /// <summary>Whether all are finite.</summary>
    public static bool Finite(ReadOnlySpan<double> values)
    {
        foreach (var value in values)
            if (!double.IsFinite(value))
                return false;
        return true;
    }
}
