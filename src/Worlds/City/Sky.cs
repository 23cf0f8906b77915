using Bellwether.Numerics.Random;

namespace Bellwether.Worlds.City;

/// <summary>The weather, hour by hour: a Markov chain that snows in winter only.</summary>
internal sealed class Sky(DateTimeOffset start, Seed seed)
{
    private static readonly string[] Names = ["clear", "rain", "snow"];
    private static readonly double[] Slowness = [1, 1.18, 1.5];

    private readonly List<int> _hours = [];
    private readonly RandomStream _random = seed.Stream();

    /// <summary>What it is called.</summary>
    public string NameAt(DateTimeOffset time) => Names[At(time)];

    /// <summary>Factor on travel times.</summary>
    public double SlownessAt(DateTimeOffset time) => Slowness[At(time)];

    private int At(DateTimeOffset time)
    {
        var hour = Math.Max(0, (int)(time - start).TotalHours);
        while (_hours.Count <= hour)
            _hours.Add(Following(_hours.Count > 0 ? _hours[^1] : 0, start.AddHours(_hours.Count).Month));
        return _hours[hour];
    }

    private int Following(int now, int month)
    {
        var draw = _random.NextDouble();
        if (now != 0)
            return draw < (now == 1 ? 0.78 : 0.85) ? now : 0;
        var snow = month is 12 or 1 or 2 or 3 ? 0.012 : 0;
        return draw < snow ? 2 : draw < snow + 0.045 ? 1 : 0;
    }
}
