using System.Data.Common;
using Bellwether.Data;
using Bellwether.Data.Events;

namespace Bellwether.Storage.Postgres.Events;

/// <summary>An event as a row.</summary>
internal static class PostgresRow
{
    /// <summary>The columns that <see cref="Read"/> expects, in order.</summary>
    public const string Columns = "e.sequence, e.received_at, e.system, e.type, e.id, e.time, e.payload";

    public static StoredEvent Read(DbDataReader row) => new(
        row.GetInt64(0), Time(row.GetDateTime(1)),
        new(row.GetString(2), row.GetString(3), row.GetString(4), Time(row.GetDateTime(5)), row.GetFieldValue<byte[]>(6)));

    /// <summary>The time as a parameter: Npgsql takes only UTC for <c>timestamptz</c>.</summary>
    public static DateTime Utc(DateTimeOffset time) => time.UtcDateTime;

    private static DateTimeOffset Time(DateTime utc) => UnixMicroseconds.ToTime(UnixMicroseconds.Of(new DateTimeOffset(utc, TimeSpan.Zero)));
}
