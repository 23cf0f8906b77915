using System.Runtime.InteropServices;

namespace Bellwether.Storage.DuckDb;

/// <summary>An INTERVAL: months, days and microseconds, which are kept apart because a month and a day have no fixed length.</summary>
/// <param name="Months">Whole months.</param>
/// <param name="Days">Whole days.</param>
/// <param name="Microseconds">The rest.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct DuckDbInterval(int Months, int Days, long Microseconds)
{
    /// <summary>The interval of a duration: days and the rest, no months.</summary>
    public static DuckDbInterval Of(TimeSpan duration) => new(0, duration.Days, (duration.Ticks - duration.Days * TimeSpan.TicksPerDay) / 10);

    /// <summary>The duration, with a day of 24 hours.</summary>
    /// <exception cref="InvalidCastException">The interval has months.</exception>
    public TimeSpan ToTimeSpan() => Months == 0
        ? new TimeSpan(Days * TimeSpan.TicksPerDay + Microseconds * 10)
        : throw new InvalidCastException($"An interval with months has no fixed length, so it cannot be a TimeSpan: it has {Months} months. Read it as DuckDbInterval.");
}
