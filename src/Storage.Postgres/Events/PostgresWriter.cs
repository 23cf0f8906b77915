using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Bellwether.Data;
using Bellwether.Data.Events;
using Npgsql;
using NpgsqlTypes;

namespace Bellwether.Storage.Postgres.Events;

/// <summary>Writes groups of appends, each in one transaction and one round trip, over one connection that it renews by itself.</summary>
/// <remarks>Used by the group-commit thread alone, hence synchronous. The batch takes the writers' advisory lock, reads the end of the log, and
/// inserts what is new; the implicit transaction of the pipeline commits it. When the connection breaks the outcome is unknown: the same group
/// is sent again, waits for the lock behind its own first attempt, and finds by identity what that one committed.</remarks>
internal sealed class PostgresWriter(NpgsqlDataSource source, PostgresEventStoreOptions options, TimeProvider time, EventSubscriptions subscriptions, long last) : IDisposable
{
    private const int RowsPerStatement = 4096;
    private static readonly string Lock = string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({PostgresSchema.WriterLock})");

    private const string End = "SELECT coalesce(max(sequence), 0) FROM bellwether_events";

    private const string Insert =
        """
        INSERT INTO bellwether_events (sequence, received_at, system, type, id, time, payload)
        SELECT (SELECT coalesce(max(sequence), 0) FROM bellwether_events) + n.place, $1, n.system, n.type, n.id, n.time, n.payload
        FROM unnest($2, $3, $4, $5, $6) WITH ORDINALITY AS n(system, type, id, time, payload, place) ORDER BY n.place
        ON CONFLICT (system, type, id) DO NOTHING
        RETURNING sequence, system, type, id
        """;

    private const string Lookup =
        $"SELECT {PostgresRow.Columns} FROM unnest($1, $2, $3) AS k(system, type, id) JOIN bellwether_events e USING (system, type, id)";

    private const string Between = $"SELECT {PostgresRow.Columns} FROM bellwether_events e WHERE e.sequence > $1 AND e.sequence <= $2 ORDER BY e.sequence LIMIT 5000";

    private NpgsqlConnection? _connection;
    private long _last = last;
    private long _awaySince;
    private Exception? _awayBecause;

    /// <summary>The last sequence that this process knows to be durable.</summary>
    public long Last => Interlocked.Read(ref _last);

    /// <summary>Makes a group durable and fills its receipts; a group without events only looks for what others appended.</summary>
    /// <exception cref="EventStoreUnavailableException">The server is away or refuses.</exception>
    public void Write(IReadOnlyList<PendingAppend> group)
    {
        var fresh = new Dictionary<EventKey, EventRecord>();
        foreach (var record in group.SelectMany(a => a.Events))
            fresh.TryAdd(EventKey.Of(record), record);
        var receivedAt = UnixMicroseconds.ToTime(UnixMicroseconds.Of(time.GetUtcNow()));
        var started = Stopwatch.GetTimestamp();
        var before = Last;
        for (var attempt = 0; ; attempt++)
        {
            var sent = false;
            try
            {
                Connect(patient: attempt > 0);
                sent = true;
                var (end, stored) = Send(fresh, receivedAt, before, attempt > 0);
                Publish(end, stored);
                Answer(group, stored);
                return;
            }
            catch (Exception cause) when (cause is NpgsqlException or TimeoutException or SocketException or IOException)
            {
                Drop();
                var refused = cause is PostgresException { SqlState: not ("57P01" or "57P02" or "57P03") };
                if (!refused && (sent || attempt > 0) && fresh.Count > 0 && Stopwatch.GetElapsedTime(started) < options.OutcomeTimeout)
                {
                    Task.Delay(TimeSpan.FromMilliseconds(50), time).GetAwaiter().GetResult();
                    continue;
                }

                throw Away(cause, unknown: !refused && (sent || attempt > 0) && fresh.Count > 0);
            }
        }
    }

    public void Dispose() => _connection?.Dispose();

    private void Connect(bool patient)
    {
        if (_connection is { State: System.Data.ConnectionState.Open })
            return;
        if (!patient && _awayBecause is { } cause && Stopwatch.GetElapsedTime(_awaySince) < options.RetryAfter)
            throw new NpgsqlException(cause.Message, cause);
        try
        {
            _connection = source.OpenConnection();
            using var durable = new NpgsqlCommand("SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'", _connection);
            durable.ExecuteNonQuery();
            _awayBecause = null;
        }
        catch (Exception failure)
        {
            (_awaySince, _awayBecause) = (Stopwatch.GetTimestamp(), failure);
            throw;
        }
    }

    private void Drop()
    {
        var connection = Interlocked.Exchange(ref _connection, null);
        if (connection is null)
            return;
        try
        {
            NpgsqlConnection.ClearPool(connection);
            connection.Dispose();
        }
        catch (NpgsqlException)
        {
            // It was broken already.
        }
    }

    /// <summary>One transaction. Answers where the log ended before it, and every event of the group with its place and whether it is new.</summary>
    private (long End, Dictionary<EventKey, (StoredEvent Stored, bool New)> Stored) Send(
        Dictionary<EventKey, EventRecord> fresh, DateTimeOffset receivedAt, long before, bool again)
    {
        var stored = new Dictionary<EventKey, (StoredEvent, bool)>(fresh.Count);
        var end = 0L;
        using (var batch = new NpgsqlBatch(_connection) { Timeout = Math.Max(1, (int)options.WriteTimeout.TotalSeconds) })
        {
            batch.BatchCommands.Add(new(Lock));
            batch.BatchCommands.Add(new(End));
            foreach (var rows in fresh.Values.Chunk(RowsPerStatement))
                batch.BatchCommands.Add(InsertOf(rows, receivedAt));
            using var reader = batch.ExecuteReader();
            reader.NextResult();
            reader.Read();
            end = reader.GetInt64(0);
            while (reader.NextResult())
            {
                while (reader.Read())
                {
                    var key = new EventKey(reader.GetString(1), reader.GetString(2), reader.GetString(3));
                    stored[key] = (new(reader.GetInt64(0), receivedAt, fresh[key]), true);
                }
            }
        }

        if (stored.Count < fresh.Count)
        {
            foreach (var held in Find(fresh.Keys.Where(k => !stored.ContainsKey(k))))
            {
                // An event that a first, broken attempt of this very group committed is new to its caller.
                var ours = again && held.Sequence > before && held.ReceivedAt == receivedAt && held.Event.Equals(fresh[EventKey.Of(held.Event)]);
                stored[EventKey.Of(held.Event)] = (held, ours);
            }
        }

        return (end, stored);
    }

    private static NpgsqlBatchCommand InsertOf(EventRecord[] rows, DateTimeOffset receivedAt) => new(Insert)
    {
        Parameters =
        {
            new() { Value = PostgresRow.Utc(receivedAt), NpgsqlDbType = NpgsqlDbType.TimestampTz },
            Texts(rows.Select(r => r.System)),
            Texts(rows.Select(r => r.Type)),
            Texts(rows.Select(r => r.Id)),
            new() { Value = rows.Select(r => PostgresRow.Utc(r.Time)).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz },
            new() { Value = rows.Select(r => r.Payload.ToArray()).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
        },
    };

    private static NpgsqlParameter Texts(IEnumerable<string> values) =>
        new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    private List<StoredEvent> Find(IEnumerable<EventKey> keys)
    {
        var wanted = keys.ToArray();
        using var command = new NpgsqlCommand(Lookup, _connection)
        {
            Parameters = { Texts(wanted.Select(k => k.System)), Texts(wanted.Select(k => k.Type)), Texts(wanted.Select(k => k.Id)) },
        };
        return ReadAll(command);
    }

    /// <summary>Tells subscribers of everything after the last they heard of: first what others appended, then this group.</summary>
    private void Publish(long end, Dictionary<EventKey, (StoredEvent Stored, bool New)> stored)
    {
        while (_last < end)
        {
            using var command = new NpgsqlCommand(Between, _connection) { Parameters = { new() { Value = _last }, new() { Value = end } } };
            var part = ReadAll(command);
            Interlocked.Exchange(ref _last, part.Count > 0 ? part[^1].Sequence : end);
            subscriptions.Publish(part);
        }

        // What a first, broken attempt committed lies before the end and was read back above.
        var ours = stored.Values.Where(s => s.New && s.Stored.Sequence > end).Select(s => s.Stored).OrderBy(s => s.Sequence).ToList();
        if (ours.Count == 0)
            return;
        Interlocked.Exchange(ref _last, ours[^1].Sequence);
        subscriptions.Publish(ours);
    }

    private static void Answer(IReadOnlyList<PendingAppend> group, Dictionary<EventKey, (StoredEvent Stored, bool New)> stored)
    {
        var given = new HashSet<EventKey>();
        foreach (var append in group)
        {
            for (var i = 0; i < append.Events.Count; i++)
            {
                var key = EventKey.Of(append.Events[i]);
                var (held, isNew) = stored[key];
                var outcome = isNew && given.Add(key) ? AppendOutcome.Appended
                    : held.Event.Equals(append.Events[i]) ? AppendOutcome.Duplicate : AppendOutcome.Conflict;
                append.Receipts[i] = new(outcome, held.Sequence);
            }
        }
    }

    private static List<StoredEvent> ReadAll(NpgsqlCommand command)
    {
        var events = new List<StoredEvent>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
            events.Add(PostgresRow.Read(reader));
        return events;
    }

    private EventStoreUnavailableException Away(Exception cause, bool unknown) => new(
        unknown
            ? $"The connection to PostgreSQL broke while events were being committed, and the server did not come back to say what became of them: {cause.Message} "
              + "Send the same events again: their ids make that harmless."
            : $"PostgreSQL cannot take events now: {cause.Message} Check that the server of the connection string is running and has space; the store reconnects by itself.",
        options.RetryAfter, cause);
}
