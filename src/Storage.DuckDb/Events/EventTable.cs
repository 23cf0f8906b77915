using System.Globalization;
using System.Text;
using Bellwether.Data;
using Bellwether.Data.Events;
using Bellwether.Storage.DuckDb.Columns;

namespace Bellwether.Storage.DuckDb.Events;

/// <summary>The table <c>events</c> of the store's DuckDB database.</summary>
/// <remarks>Columns: sequence BIGINT, received_at TIMESTAMP (UTC), system, type, id VARCHAR, time TIMESTAMP (UTC), payload VARCHAR (JSON), and
/// identity BIGINT (<see cref="EventKey.StableHash"/>, for lookups). Rows are only ever appended, in the order of sequence. One thread writes;
/// each reading uses a connection of its own.</remarks>
internal sealed class EventTable : IDisposable
{
    private const int LookupBatch = 1000;
    private const string Columns = "sequence, received_at, system, type, id, time, payload";

    private const string Definition =
        """
        (sequence BIGINT NOT NULL, received_at TIMESTAMP NOT NULL, system VARCHAR NOT NULL, type VARCHAR NOT NULL, id VARCHAR NOT NULL,
         time TIMESTAMP NOT NULL, payload VARCHAR NOT NULL, identity BIGINT NOT NULL)
        """;

    private readonly DuckDbOptions _options;
    private DuckDbDatabase _database;
    private DuckDbConnection? _writer;
    private long _last;

    public EventTable(DuckDbOptions options)
    {
        _options = options;
        _database = DuckDbDatabase.Open(options);
        using var connection = _database.Connect();
        connection.Execute("CREATE TABLE IF NOT EXISTS events " + Definition);
        _last = LastOf(connection);
    }

    /// <summary>The database; another object after it had to be reopened.</summary>
    public DuckDbDatabase Database => Volatile.Read(ref _database);

    /// <summary>The last sequence in the table.</summary>
    public long Last => Interlocked.Read(ref _last);

    /// <summary>How many rows there are.</summary>
    public long Count()
    {
        using var connection = Database.Connect();
        return (long)connection.Scalar("SELECT count(*) FROM events")!;
    }

    /// <summary>Adds the identity of every row to a filter.</summary>
    public void FillFilter(EventFilter filter)
    {
        using var connection = Database.Connect();
        using var stream = connection.StreamChunks("SELECT identity FROM events");
        foreach (var chunk in stream)
        {
            foreach (var key in chunk.Column<long>(0))
                filter.Add(key);
        }
    }

    /// <summary>Appends events in one transaction.</summary>
    public void Append(IReadOnlyList<StoredEvent> events)
    {
        _writer ??= Database.Connect();
        using var transaction = _writer.BeginTransaction();
        Write(_writer, events);
        transaction.Commit();
        Interlocked.Exchange(ref _last, events[^1].Sequence);
    }

    public void Checkpoint() => Database.Checkpoint();

    /// <summary>Copies the table into a new file, as of one moment, while it is in use.</summary>
    public void CopyTo(string path)
    {
        using var connection = Database.Connect();
        connection.Execute($"ATTACH '{path.Replace("'", "''", StringComparison.Ordinal)}' AS backup_copy");
        try
        {
            connection.Execute("CREATE TABLE backup_copy.events " + Definition);
            connection.Execute("INSERT INTO backup_copy.events SELECT * FROM events");
        }
        finally
        {
            connection.Execute("DETACH backup_copy");
        }
    }

    /// <summary>After a failure: opens the database anew if it is lost, and asks it how far it came.</summary>
    public void Recover()
    {
        _writer?.Dispose();
        _writer = null;
        if (Database.IsLost)
        {
            var lost = Database;
            lost.Dispose();
            Volatile.Write(ref _database, DuckDbDatabase.Open(_options));
        }

        using var connection = Database.Connect();
        Interlocked.Exchange(ref _last, LastOf(connection));
    }

    /// <summary>The events under these keys.</summary>
    public Dictionary<EventKey, StoredEvent> Find(IReadOnlyList<EventKey> keys)
    {
        var found = new Dictionary<EventKey, StoredEvent>();
        var wanted = keys.ToHashSet();
        using var connection = Database.Connect();
        foreach (var part in wanted.Chunk(LookupBatch))
        {
            var hashes = string.Join(',', part.Select(k => ((long)k.StableHash()).ToString(CultureInfo.InvariantCulture)));
            using var stream = connection.StreamChunks($"SELECT {Columns} FROM events WHERE identity IN ({hashes})");
            foreach (var chunk in stream)
            {
                for (var row = 0; row < chunk.RowCount; row++)
                {
                    var stored = Read(chunk, row);
                    if (wanted.Contains(EventKey.Of(stored.Event)))
                        found[EventKey.Of(stored.Event)] = stored;
                }
            }
        }

        return found;
    }

    /// <summary>The events of a query up to a sequence, in order, a chunk at a time.</summary>
    public IEnumerable<StoredEvent[]> Read(EventQuery query, long after, long upTo, int? limit)
    {
        var sql = new StringBuilder($"SELECT {Columns} FROM events WHERE sequence > ? AND sequence <= ?");
        var values = new List<object?> { after, upTo };
        if (query.System is not null)
            Add(" AND system = ?", query.System);
        if (query.Types.Count > 0)
        {
            sql.Append(" AND type IN (").AppendJoin(',', query.Types.Select(_ => "?")).Append(')');
            values.AddRange(query.Types);
        }

        if (query.From is { } from)
            Add(" AND time >= make_timestamp(?)", Ceiling(from));
        if (query.Until is { } until)
            Add(" AND time < make_timestamp(?)", Ceiling(until));
        // Rows lie in the order of sequence, and scans keep the order of insertion: no sort, so that reading starts at once in bounded memory.
        if (limit is { } most)
            Add(" LIMIT ?", (long)most);
        return Stream(sql.ToString(), values);

        void Add(string condition, object value)
        {
            sql.Append(condition);
            values.Add(value);
        }
    }

    public void Dispose()
    {
        _writer?.Dispose();
        _database.Dispose();
    }

    private IEnumerable<StoredEvent[]> Stream(string sql, List<object?> values)
    {
        using var connection = Database.Connect();
        using var stream = connection.StreamChunks(sql, [.. values]);
        var last = 0L;
        while (stream.MoveNext())
        {
            var block = ReadAll(stream.Current);
            foreach (var stored in block)
            {
                if (stored.Sequence <= last)
                    throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                        $"The table events must give rows in the order of sequence, but gave {stored.Sequence} after {last}. Rows were changed by hand: restore a backup (docs/runbook.md)."));
                last = stored.Sequence;
            }

            yield return block;
        }
    }

    private static void Write(DuckDbConnection connection, IReadOnlyList<StoredEvent> events)
    {
        using var appender = connection.CreateAppender("events");
        for (var start = 0; start < events.Count; start += DuckDbAppender.Capacity)
        {
            var rows = Math.Min(DuckDbAppender.Capacity, events.Count - start);
            Span<long> sequence = appender.Column<long>(0), receivedAt = appender.Column<long>(1), time = appender.Column<long>(5), identity = appender.Column<long>(7);
            for (var row = 0; row < rows; row++)
            {
                var stored = events[start + row];
                sequence[row] = stored.Sequence;
                receivedAt[row] = UnixMicroseconds.Of(stored.ReceivedAt);
                appender.SetText(2, row, stored.Event.System);
                appender.SetText(3, row, stored.Event.Type);
                appender.SetText(4, row, stored.Event.Id);
                time[row] = UnixMicroseconds.Of(stored.Event.Time);
                appender.SetUtf8(6, row, stored.Event.Payload.Span);
                identity[row] = (long)EventKey.Of(stored.Event).StableHash();
            }

            appender.Append(rows);
        }

        appender.Complete();
    }

    private static StoredEvent[] ReadAll(DuckDbChunk chunk)
    {
        var events = new StoredEvent[chunk.RowCount];
        for (var row = 0; row < events.Length; row++)
            events[row] = Read(chunk, row);
        return events;
    }

    private static StoredEvent Read(DuckDbChunk chunk, int row) => new(
        chunk.Column<long>(0)[row],
        UnixMicroseconds.ToTime(chunk.Column<long>(1)[row]),
        new(chunk.Text(2, row)!, chunk.Text(3, row)!, chunk.Text(4, row)!, UnixMicroseconds.ToTime(chunk.Column<long>(5)[row]), chunk.Utf8(6, row).ToArray()));

    private static long LastOf(DuckDbConnection connection) => (long)connection.Scalar("SELECT coalesce(max(sequence), 0) FROM events")!;

    private static long Ceiling(DateTimeOffset time)
    {
        var down = UnixMicroseconds.Of(time);
        return UnixMicroseconds.ToTime(down) == time ? down : down + 1;
    }
}
