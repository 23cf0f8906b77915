using Bellwether.Numerics;

namespace Bellwether.Learning.Tuning;

/// <summary>Makes parameters.</summary>
public static class Space
{
    /// <summary>A number between two ends, where differences count.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The ends are not finite or not in order.</exception>
    public static Parameter<double> Uniform(string name, double least, double most) => Real(name, new Axis(Require.Finite(least), InOrder(least, most), false, false));

    /// <summary>A number between two ends above 0, where ratios count: rates, penalties.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The ends are not finite, not above 0 or not in order.</exception>
    public static Parameter<double> LogUniform(string name, double least, double most) => Real(name, new Axis(Require.Positive(least), InOrder(least, most), true, false));

    /// <summary>A whole number between two ends, both included, where differences count.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The ends are not in order.</exception>
    public static Parameter<int> Int(string name, int least, int most) => Whole(name, new Axis(least, InOrder(least, most), false, true));

    /// <summary>A whole number of at least 1 between two ends, both included, where ratios count: sizes, counts.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The ends are below 1 or not in order.</exception>
    public static Parameter<int> LogInt(string name, int least, int most) => Whole(name, new Axis(Require.Positive(least), InOrder(least, most), true, true));

    /// <summary>One of several values without an order.</summary>
    /// <exception cref="ArgumentException">There is none to choose from.</exception>
    public static Parameter<T> Choice<T>(string name, params T[] values)
    {
        if (values.Length == 0)
            throw new ArgumentException($"The choice '{name}' must have at least one value, but has none.", nameof(values));
        var copy = (T[])values.Clone();
        return new Parameter<T>(name, null, copy.Length, number => copy[(int)number]);
    }

    private static Parameter<double> Real(string name, Axis axis) => new(name, axis, 0, number => number);

    private static Parameter<int> Whole(string name, Axis axis) => new(name, axis, 0, number => (int)number);

    private static double InOrder(double least, double most) => double.IsFinite(most) && most >= least
        ? most
        : throw new ArgumentOutOfRangeException(nameof(most), most, FormattableString.Invariant($"most must be a finite number of at least {least}."));
}
