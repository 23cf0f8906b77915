using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tuning;

/// <summary>The line on which a numeric parameter lies: its range, whether ratios or differences count, and whether it is whole.</summary>
/// <remarks>A whole number n owns the cell [n - ½, n + ½], so that the ends are drawn as often as the rest.</remarks>
internal sealed record Axis(double Least, double Most, bool IsLog, bool IsWhole)
{
    private double Half => IsWhole ? 0.5 : 0;

    /// <summary>Where the line begins, in its own units.</summary>
    public double Low => Place(Least - Half);

    /// <summary>Where it ends, in its own units.</summary>
    public double High => Place(Most + Half);

    /// <summary>The place of a value on the line.</summary>
    public double PlaceOf(double value) => Place(value);

    /// <summary>The value at a place on the line: within the range, whole where values are.</summary>
    public double ValueAt(double place)
    {
        var value = IsLog ? Math.Exp(place) : place;
        return Math.Clamp(IsWhole ? Math.Round(value, MidpointRounding.AwayFromZero) : value, Least, Most);
    }

    /// <summary>The ends of the cell that a whole value owns.</summary>
    public (double From, double To) Cell(double value) => (Place(value - Half), Place(value + Half));

    /// <summary>A value drawn evenly on the line.</summary>
    public double Draw(RandomStream stream) => ValueAt(stream.NextDouble(Low, High));

    /// <summary>So many values spread evenly from end to end; fewer where they are whole and repeat.</summary>
    public double[] Spread(int points)
    {
        if (points == 1 || Least == Most)
            return [ValueAt((Place(Least) + Place(Most)) / 2)];
        return [.. Enumerable.Range(0, points).Select(i => ValueAt(Place(Least) + ((Place(Most) - Place(Least)) * i / (points - 1)))).Distinct()];
    }

    private double Place(double value) => IsLog ? Math.Log(value) : value;
}
