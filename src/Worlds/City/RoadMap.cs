using Bellwether.Numerics.Random;

namespace Bellwether.Worlds.City;

/// <summary>The city's roads: a grid with arterials, one-way streets, and a river with few bridges.</summary>
internal sealed class RoadMap
{
    /// <summary>Metres between neighbouring crossings.</summary>
    public const double Spacing = 400;

    private const double South = 40.0, West = -100.0;
    private const double MetresPerLatitude = 111_320;
    private static readonly double MetresPerLongitude = MetresPerLatitude * Math.Cos(40.05 * Math.PI / 180);

    private readonly Road[][] _roads;

    public RoadMap(int size, Seed seed)
    {
        Size = size;
        _roads = new Road[size * size][];
        var random = seed.Stream();
        var river = size / 2;
        int[] bridges = [size / 8, (3 * size) / 8, (5 * size) / 8, (7 * size) / 8];
        for (var node = 0; node < _roads.Length; node++)
        {
            var (x, y) = (node % size, node / size);
            var leaving = new List<Road>(4);
            foreach (var (dx, dy) in ((int, int)[])[(1, 0), (-1, 0), (0, 1), (0, -1)])
            {
                var (tx, ty) = (x + dx, y + dy);
                var line = dx != 0 ? y : x;
                var quality = random.NextLogNormal(0, 0.15);
                if (tx < 0 || ty < 0 || tx >= size || ty >= size)
                    continue;
                var bridge = dx != 0 && Math.Max(x, tx) == river ? Array.IndexOf(bridges, y) : -1;
                var crossesRiver = dx != 0 && Math.Max(x, tx) == river;
                if ((crossesRiver && bridge < 0) || (IsOneWay(line, size) && !crossesRiver && (dx + dy > 0) != (line % 4 == 1)))
                    continue;
                leaving.Add(Make(node, (ty * size) + tx, bridge, line % 4 == 0, quality));
            }

            _roads[node] = [.. leaving];
        }
    }

    /// <summary>Crossings along a side.</summary>
    public int Size { get; }

    /// <summary>How many crossings there are.</summary>
    public int Count => _roads.Length;

    /// <summary>Degrees north of a crossing.</summary>
    public double LatitudeOf(int node) => South + (node / Size * Spacing / MetresPerLatitude);

    /// <summary>Degrees east of a crossing.</summary>
    public double LongitudeOf(int node) => West + (node % Size * Spacing / MetresPerLongitude);

    /// <summary>The crossing next to a place.</summary>
    public int NodeAt(double latitude, double longitude)
    {
        var y = (int)Math.Round((latitude - South) * MetresPerLatitude / Spacing);
        var x = (int)Math.Round((longitude - West) * MetresPerLongitude / Spacing);
        return (Math.Clamp(y, 0, Size - 1) * Size) + Math.Clamp(x, 0, Size - 1);
    }

    /// <summary>Degrees for metres to the north and to the east.</summary>
    public static (double Latitude, double Longitude) Degrees(double north, double east) => (north / MetresPerLatitude, east / MetresPerLongitude);

    /// <summary>Metres as the crow flies.</summary>
    public static double Straight(double lat1, double lon1, double lat2, double lon2) =>
        Math.Sqrt(Math.Pow((lat2 - lat1) * MetresPerLatitude, 2) + Math.Pow((lon2 - lon1) * MetresPerLongitude, 2));

    /// <summary>How near the centre a crossing is, 0 to 1.</summary>
    public double Centrality(int node) => Nearness(node, 0.5, 0.5, 0.22);

    /// <summary>How near a point (as shares of the sides) a crossing is, 0 to 1.</summary>
    public double Nearness(int node, double x, double y, double reach)
    {
        var (dx, dy) = (((double)(node % Size) / (Size - 1)) - x, ((double)(node / Size) / (Size - 1)) - y);
        return Math.Exp(-((dx * dx) + (dy * dy)) / (2 * reach * reach));
    }

    /// <summary>For every crossing, the road by which the fastest way from <paramref name="from"/> reaches it (Dijkstra).</summary>
    /// <param name="from">Where the ways begin; its own entry is null.</param>
    /// <param name="seconds">The time of each road; infinite for a closed one.</param>
    public Road?[] WaysFrom(int from, Func<Road, double> seconds)
    {
        var last = new Road?[Count];
        var best = new double[Count];
        Array.Fill(best, double.PositiveInfinity);
        best[from] = 0;
        var queue = new PriorityQueue<int, (double, int)>();
        queue.Enqueue(from, (0, from));
        while (queue.TryDequeue(out var node, out var due))
        {
            if (due.Item1 > best[node])
                continue;
            foreach (var road in _roads[node])
            {
                var at = due.Item1 + seconds(road);
                if (!(at < best[road.To]))
                    continue;
                best[road.To] = at;
                last[road.To] = road;
                queue.Enqueue(road.To, (at, road.To));
            }
        }

        return last;
    }

    private static bool IsOneWay(int line, int size) => line % 2 == 1 && line > 0 && line < size - 1;

    private Road Make(int from, int to, int bridge, bool arterial, double quality)
    {
        var kmh = bridge >= 0 || arterial ? 50 : 30 * quality;
        var central = (Centrality(from) + Centrality(to)) / 2;
        var jam = (bridge >= 0 ? 1.8 : arterial ? 0.7 : 0.4) + (1.1 * central);
        var (cx, cy) = (((Size - 1) / 2.0) - (from % Size), ((Size - 1) / 2.0) - (from / Size));
        var length = Math.Max(1e-9, Math.Sqrt((cx * cx) + (cy * cy)));
        var inbound = (((to % Size) - (from % Size)) * cx / length) + (((to / Size) - (from / Size)) * cy / length);
        return new Road(from, to, Spacing, Spacing / (kmh / 3.6), jam, inbound, Nearness(from, 0.75, 0.3, 0.1), bridge);
    }
}
