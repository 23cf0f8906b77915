using System.Globalization;

namespace Bellwether.Systems.Plots;

/// <summary>A linear axis with round ticks.</summary>
internal sealed class Axis
{
    private readonly double _low, _high, _from, _to;

    public Axis(double low, double high, double from, double to, int ticks = 6)
    {
        if (!(high > low))
            (low, high) = (low - 0.5, high + 0.5);
        var step = RoundStep((high - low) / ticks);
        _low = Math.Floor(low / step) * step;
        _high = Math.Ceiling(high / step) * step;
        (_from, _to) = (from, to);
        var count = (int)Math.Round((_high - _low) / step);
        Ticks = [.. Enumerable.Range(0, count + 1).Select(i => _low + (i * step))];
        Decimals = Math.Clamp((int)Math.Ceiling(-Math.Log10(step) - 1e-9), 0, 8);
    }

    public IReadOnlyList<double> Ticks { get; }

    private int Decimals { get; }

    public double Place(double value) => _from + ((value - _low) / (_high - _low) * (_to - _from));

    public string Label(double value) =>
        Math.Abs(value) >= 1_000_000 ? (value / 1_000_000).ToString("0.##", CultureInfo.InvariantCulture) + "M"
        : Math.Abs(value) >= 10_000 ? (value / 1_000).ToString("0.#", CultureInfo.InvariantCulture) + "k"
        : value.ToString("F" + Decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static double RoundStep(double rough)
    {
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return (rough / magnitude) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 } * magnitude;
    }
}
