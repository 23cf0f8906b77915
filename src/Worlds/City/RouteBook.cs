namespace Bellwether.Worlds.City;

/// <summary>The ways that the map and the drivers take, worked out once per starting point and kept.</summary>
internal sealed class RouteBook(RoadMap map)
{
    private const int Saturday = 6 * 1440, Monday = 1440;
    private static readonly int[] PartsOfDay = [Monday + (3 * 60), Monday + (8 * 60) + 12, Monday + (13 * 60), Monday + (17 * 60) + 36, Saturday + (15 * 60)];

    private readonly Road?[]?[] _ways = new Road?[]?[map.Count * (1 + (2 * PartsOfDay.Length))];
    private readonly List<Road> _way = [];

    /// <summary>The fastest way on empty roads, all bridges open: the map's route.</summary>
    public ReadOnlySpan<Road> OfMap(int from, int to) => Way(0, from, to, r => r.FreeSeconds);

    /// <summary>The way that drivers take: the fastest in the typical traffic of that part of the day, over the bridges that are open.</summary>
    public ReadOnlySpan<Road> OfDrivers(int from, int to, int minuteOfWeek, bool bridgesClosed)
    {
        var (day, hour) = (minuteOfWeek / 1440, minuteOfWeek % 1440 / 60);
        var part = hour is < 6 or >= 21 ? 0 : day is 0 or 6 ? 4 : hour switch { < 10 => 1, < 15 => 2, _ => 3 };
        return Way(1 + (2 * part) + (bridgesClosed ? 1 : 0), from, to,
            r => bridgesClosed && r.Bridge % 2 == 1 ? double.PositiveInfinity : Traffic.Typical(r, PartsOfDay[part]));
    }

    private ReadOnlySpan<Road> Way(int kind, int from, int to, Func<Road, double> seconds)
    {
        var ways = _ways[(kind * map.Count) + from] ??= map.WaysFrom(from, seconds);
        _way.Clear();
        for (var node = to; node != from; node = _way[^1].From)
            _way.Add(ways[node] ?? throw new InvalidOperationException($"No way leads from crossing {from} to crossing {to}."));
        _way.Reverse();
        return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_way);
    }
}
