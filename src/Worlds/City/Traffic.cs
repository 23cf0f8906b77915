using Bellwether.Numerics.Random;

namespace Bellwether.Worlds.City;

/// <summary>How long roads take at a time: rush hours by weekday (into the centre in the morning, out of it in the evening), match days at
/// the stadium, the weather, a level of the day that nobody sees, and what has been planted.</summary>
internal sealed class Traffic(DateTimeOffset start, Sky sky, Func<FaultKind, DateTimeOffset, bool> isActive, Seed seed)
{
    private static readonly (double Inward, double Outward, double Match)[] Week = [.. Enumerable.Range(0, 7 * 24 * 60).Select(LoadOf)];

    private int _day = -1;
    private double _level;

    /// <summary>Whether every second bridge is closed at a time.</summary>
    public bool BridgesAreClosed(DateTimeOffset time) => isActive(FaultKind.NewPattern, time);

    /// <summary>Seconds along a way that is entered at <paramref name="time"/>, by an average driver.</summary>
    public double Seconds(ReadOnlySpan<Road> way, DateTimeOffset time)
    {
        var level = LevelOf(time) * (isActive(FaultKind.Drift, time) ? 1.6 : 1);
        var closed = BridgesAreClosed(time);
        var slowness = sky.SlownessAt(time);
        var minute = MinuteOfWeek(time);
        var seconds = 0.0;
        foreach (var road in way)
        {
            var load = Week[(minute + (int)(seconds / 60)) % Week.Length];
            var jam = 1 + (level * Load(road, load));
            if (closed && road.Bridge >= 0)
                jam *= 1.6;
            seconds += road.FreeSeconds * jam * slowness;
        }

        return seconds;
    }

    /// <summary>Seconds of one road in the typical traffic of a part of the day, by which drivers choose their way.</summary>
    public static double Typical(Road road, int minuteOfWeek) => road.FreeSeconds * (1 + Load(road, Week[minuteOfWeek]));

    /// <summary>Minutes since Sunday's midnight.</summary>
    public static int MinuteOfWeek(DateTimeOffset time) => ((int)time.UtcDateTime.DayOfWeek * 1440) + (int)time.UtcDateTime.TimeOfDay.TotalMinutes;

    private static double Load(Road road, (double Inward, double Outward, double Match) load)
    {
        var inward = (1 + road.Inbound) / 2;
        return (road.Jam * ((load.Inward * inward) + (load.Outward * (1 - inward)))) + (1.5 * road.Stadium * load.Match);
    }

    private static (double Inward, double Outward, double Match) LoadOf(int minute)
    {
        var (day, hour) = (minute / 1440, minute % 1440 / 60.0);
        static double Bump(double hour, double at, double width) => Math.Exp(-(hour - at) * (hour - at) / (2 * width * width));
        var match = day is 3 or 6 ? Bump(hour, 19, 0.7) + Bump(hour, 22, 0.6) : 0;
        if (day is 0 or 6)
        {
            var stroll = 0.15 + (0.5 * Bump(hour, 15, 3));
            return (stroll, stroll, match);
        }

        var (morning, noon, evening) = (Bump(hour, 8.2, 1), 0.4 * Bump(hour, 13, 3.5), Bump(hour, 17.6, 1.4) * (day == 5 ? 1.25 : 1));
        return (0.05 + (1.3 * morning) + noon + (0.6 * evening), 0.05 + (0.5 * morning) + noon + (1.4 * evening), match);
    }

    private double LevelOf(DateTimeOffset time)
    {
        var day = (int)(time - start).TotalDays;
        if (day != _day)
            (_day, _level) = (day, seed.Derive(day).Stream().NextLogNormal(0, 0.15));
        return _level;
    }
}
