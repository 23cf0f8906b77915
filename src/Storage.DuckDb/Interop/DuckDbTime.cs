namespace Bellwether.Storage.DuckDb.Interop;

/// <summary>DuckDB's numbers of dates and times: days and microseconds since 1970-01-01.</summary>
internal static class DuckDbTime
{
    private static readonly int s_epochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    public static long Microseconds(DateTime time) => (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static int Days(DateOnly date) => date.DayNumber - s_epochDay;

    public static DateTime ToDateTime(long value, long perSecond)
    {
        var ticksPerUnit = TimeSpan.TicksPerSecond / perSecond;
        var ticks = ticksPerUnit > 0 ? (Int128)value * ticksPerUnit : value / (perSecond / TimeSpan.TicksPerSecond);
        ticks += DateTime.UnixEpoch.Ticks;
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks
            ? new DateTime((long)ticks)
            : throw new InvalidCastException("A timestamp must lie between the years 1 and 9999 to be a DateTime, but does not (infinity, perhaps). Cast it to VARCHAR in the query.");
    }

    public static DateOnly ToDate(int days) => days + (long)s_epochDay is >= 0 and <= 3_652_058 and var day
        ? DateOnly.FromDayNumber((int)day)
        : throw new InvalidCastException("A date must lie between the years 1 and 9999 to be a DateOnly, but does not (infinity, perhaps). Cast it to VARCHAR in the query.");
}
