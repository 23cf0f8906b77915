using System.Globalization;
using Npgsql;

namespace Bellwether.Storage.Postgres.Events;

/// <summary>The tables of the event log, and their migration.</summary>
internal static class PostgresSchema
{
    /// <summary>The version that this code reads and writes.</summary>
    public const int Version = 1;

    /// <summary>The advisory lock that writers take one after the other: it makes the order of sequences the order of commits.</summary>
    public const long WriterLock = 0x4265_6C6C_7765_7468;

    private const long MigrationLock = WriterLock + 1;

    private static readonly string[] Migrations =
    [
        """
        CREATE TABLE bellwether_events (
            sequence    bigint      NOT NULL PRIMARY KEY,
            received_at timestamptz NOT NULL,
            system      text COLLATE "C" NOT NULL,
            type        text COLLATE "C" NOT NULL,
            id          text COLLATE "C" NOT NULL,
            time        timestamptz NOT NULL,
            payload     bytea       NOT NULL);
        CREATE UNIQUE INDEX bellwether_events_identity ON bellwether_events (system, type, id);
        """,
    ];

    /// <summary>Creates or migrates the tables; processes that start together wait for each other.</summary>
    /// <exception cref="InvalidOperationException">The tables are of a newer version, or the database is not in UTF-8.</exception>
    public static async Task MigrateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        var encoding = (string)(await ScalarAsync(connection, "SHOW server_encoding", cancellationToken).ConfigureAwait(false))!;
        if (encoding != "UTF8")
            throw new InvalidOperationException($"The database must be in UTF8, but {connection.Database} is in {encoding}. Create one with: createdb --encoding=UTF8 --template=template0 NAME.");
        await ScalarAsync(connection, string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({MigrationLock})"), cancellationToken).ConfigureAwait(false);
        await ScalarAsync(connection, "CREATE TABLE IF NOT EXISTS bellwether_schema (version integer NOT NULL)", cancellationToken).ConfigureAwait(false);
        var found = await ScalarAsync(connection, "SELECT coalesce(max(version), 0) FROM bellwether_schema", cancellationToken).ConfigureAwait(false);
        var version = Convert.ToInt32(found, CultureInfo.InvariantCulture);
        if (version > Version)
            throw new InvalidOperationException($"The event log in database {connection.Database} must have version {Version} or less, but has {version}: a newer Bellwether wrote it. Use that one.");
        for (var next = version + 1; next <= Version; next++)
        {
            await ScalarAsync(connection, Migrations[next - 1], cancellationToken).ConfigureAwait(false);
            await ScalarAsync(connection, string.Create(CultureInfo.InvariantCulture, $"INSERT INTO bellwether_schema VALUES ({next})"), cancellationToken).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }
}
