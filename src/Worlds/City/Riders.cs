using Bellwether.Numerics.Random;

namespace Bellwether.Worlds.City;

/// <summary>Who wants to go where, and when. A day's rides depend on the seed and the day alone.</summary>
internal sealed class Riders
{
    private const double Jitter = 120;

    private static readonly double[] Workday = [1.2, 0.7, 0.5, 0.4, 0.5, 1, 2.2, 4.5, 6, 5, 4, 4, 4.5, 4.5, 4.2, 4.5, 5.5, 7, 7, 6, 5, 4.2, 3.2, 2.2];
    private static readonly double[] Weekend = [4, 3.6, 3, 2, 1.2, 0.8, 0.8, 1.2, 2, 3, 4, 4.6, 5, 5, 5, 5, 5, 5.2, 5.5, 5.6, 5.6, 5.4, 5.4, 5];
    private static readonly double[] Parties = [0.7, 0.18, 0.07, 0.05];

    private readonly CityWorldOptions _options;
    private readonly RoadMap _map;
    private readonly Sky _sky;
    private readonly Seed _seed;
    private readonly double[] _work;
    private readonly double[] _home;
    private readonly double[] _fun;

    public Riders(CityWorldOptions options, RoadMap map, Sky sky, Seed seed)
    {
        (_options, _map, _sky, _seed) = (options, map, sky, seed);
        _work = Cumulative(n => 0.1 + (4 * map.Centrality(n)) + (6 * map.Nearness(n, 0.1, 0.9, 0.04)));
        _home = Cumulative(n => 1.2 - map.Centrality(n) + (6 * map.Nearness(n, 0.1, 0.9, 0.04)));
        _fun = Cumulative(n => 0.15 + (3 * map.Nearness(n, 0.6, 0.6, 0.12)) + (2 * map.Nearness(n, 0.75, 0.3, 0.08)));
    }

    /// <summary>All rides of a day (counted from the start), in order of time: when, from and to which places, how many people.</summary>
    public List<Trip> OfDay(int day)
    {
        var random = _seed.Derive(day).Stream();
        var midnight = _options.Start.AddDays(day);
        var weekend = midnight.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        var profile = weekend ? Weekend : Workday;
        var total = profile.Sum();
        var trips = new List<Trip>((int)(_options.RidesPerDay * 1.3));
        for (var hour = 0; hour < 24; hour++)
        {
            var mean = _options.RidesPerDay * profile[hour] / total * (_sky.SlownessAt(midnight.AddHours(hour)) > 1 ? 1.2 : 1);
            for (var n = random.NextPoisson(mean); n > 0; n--)
                trips.Add(Draw(midnight.AddHours(hour).AddMilliseconds(random.NextInt(3_600_000)), hour, weekend, random));
        }

        trips.Sort((a, b) => a.Time != b.Time ? a.Time.CompareTo(b.Time) : a.Number.CompareTo(b.Number));
        return trips;
    }

    private Trip Draw(DateTimeOffset time, int hour, bool weekend, RandomStream random)
    {
        var draw = random.NextDouble();
        var (from, to) = (weekend || hour is >= 19 or < 5, hour) switch
        {
            (true, >= 22 or < 6) => draw < 0.7 ? (_fun, _home) : (_home, _fun),
            (true, _) => draw < 0.5 ? (_home, _fun) : draw < 0.75 ? (_fun, _home) : (_home, _home),
            (_, < 11) => draw < 0.75 ? (_home, _work) : (_home, _home),
            (_, >= 15) => draw < 0.7 ? (_work, _home) : (_work, _fun),
            _ => draw < 0.5 ? (_work, _work) : draw < 0.75 ? (_home, _work) : (_work, _home),
        };
        var pickup = Pick(from, random);
        int dropoff;
        do
            dropoff = Pick(to, random);
        while (dropoff == pickup);
        return new Trip(time, random.NextBits(), Near(pickup, random), Near(dropoff, random), 1 + random.NextIndex(Parties), random.NextInt(_options.Drivers));
    }

    private (double Latitude, double Longitude) Near(int node, RandomStream random)
    {
        var (north, east) = RoadMap.Degrees(random.NextDouble(-Jitter, Jitter), random.NextDouble(-Jitter, Jitter));
        return (Math.Round(_map.LatitudeOf(node) + north, 6), Math.Round(_map.LongitudeOf(node) + east, 6));
    }

    private static int Pick(double[] cumulative, RandomStream random)
    {
        var index = Array.BinarySearch(cumulative, random.NextDouble() * cumulative[^1]);
        return Math.Min(index >= 0 ? index + 1 : ~index, cumulative.Length - 1);
    }

    private double[] Cumulative(Func<int, double> weight)
    {
        var total = 0.0;
        return [.. Enumerable.Range(0, _map.Count).Select(n => total += Math.Max(0, weight(n)))];
    }
}
