using System.Runtime.CompilerServices;
using Bellwether.Numerics;

namespace Bellwether.Features.Windows;

/// <summary>The grid on which values are summed: every value counts as the nearest whole multiple of 2^-<see cref="FractionBits"/>.</summary>
/// <remarks>Whole numbers add up to the same sum in any order, and what was added can be taken away without a trace; sums of doubles
/// can do neither. With the default of 20 bits the resolution is 9.5e-7 and values reach from -2^31 to 2^31 (2.1e9): a value is at most
/// 2^51 steps, so that 2^24 squares of values fit in 128 bits. Values outside the range, infinities included, are counted and treated
/// as missing. Halves round to even, as in <see cref="Math.Round(double)"/>.</remarks>
public sealed class FixedPointGrid
{
    internal const int RangeBits = 51;
    private readonly double _scale, _limit;

    /// <summary>A grid with this resolution.</summary>
    /// <param name="fractionBits">Between 0 and 40; the largest value is 2^(51 - fractionBits).</param>
    /// <exception cref="ArgumentOutOfRangeException">It lies outside.</exception>
    public FixedPointGrid(int fractionBits = 20)
    {
        FractionBits = Require.InRange(fractionBits, 0, 40);
        _scale = Math.ScaleB(1, fractionBits);
        _limit = Math.ScaleB(1, RangeBits - fractionBits);
    }

    /// <summary>The base-2 logarithm of the steps per unit.</summary>
    public int FractionBits { get; }

    /// <summary>The number of steps per unit, 2^<see cref="FractionBits"/>.</summary>
    public double Scale => _scale;

    /// <summary>The largest absolute value.</summary>
    public double Limit => _limit;

    /// <summary>Whether a value can be summed: not NaN and within the range.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Holds(double value) => Math.Abs(value) <= _limit;

    /// <summary>The number of steps of a value that the grid holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Steps(double value) => (long)Math.Round(value * _scale);

    /// <summary>The sum as a double: correctly rounded, then scaled exactly.</summary>
    public double Sum(Int128 steps) => ToDouble(steps) / _scale;

    /// <summary>The mean of <paramref name="count"/> values; NaN for none.</summary>
    public double Mean(Int128 steps, long count) => count == 0 ? double.NaN : ToDouble(steps) / (count * _scale);

    /// <summary>The sample standard deviation (n - 1) of values from the sums of their steps and of the squares of their steps; NaN below two.</summary>
    /// <remarks>With S = n m + r, the sum of (q - m)² is SS - m (S + r), exactly, in whole numbers; only then are doubles used, so that no
    /// digits cancel.</remarks>
    public double StandardDeviation(Int128 steps, Int128 squares, long count)
    {
        if (count < 2)
            return double.NaN;
        Int128 middle, rest;
        if (steps <= long.MaxValue && steps >= long.MinValue)
        {
            var (quotient, remainder) = Math.DivRem((long)steps, count);
            (middle, rest) = (quotient, remainder);
        }
        else
        {
            middle = steps / count;
            rest = steps - (middle * count);
        }

        var about = squares - (middle * (steps + rest));
        var left = (double)(long)rest;
        var variance = (ToDouble(about) - (left * left / count)) / (count - 1);
        return Math.Sqrt(Math.Max(0, variance)) / _scale;
    }

    private static double ToDouble(Int128 value) =>
        value <= long.MaxValue && value >= long.MinValue ? (long)value : (double)value;
}
