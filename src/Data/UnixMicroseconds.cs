namespace Bellwether.Data;

/// <summary>Event time as a number: microseconds since 1970-01-01T00:00:00Z, the resolution that every store keeps.</summary>
public static class UnixMicroseconds
{
    /// <summary>The number of a time, rounded down to the microsecond.</summary>
    public static long Of(DateTimeOffset time) => Math.DivRem(time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks, 10) is var (q, r) && r < 0 ? q - 1 : q;

    /// <summary>The time (UTC) of a number.</summary>
    public static DateTimeOffset ToTime(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * 10);

    /// <summary>The number of a duration, rounded down.</summary>
    public static long Of(TimeSpan duration) => duration.Ticks / 10;
}
