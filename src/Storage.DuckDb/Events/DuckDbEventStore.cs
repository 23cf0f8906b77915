using System.Runtime.CompilerServices;
using Bellwether.Data.Events;

namespace Bellwether.Storage.DuckDb.Events;

/// <summary>The embedded event store: a journal that acknowledges appends, and a DuckDB database into which events move behind it.</summary>
/// <remarks>
/// One process owns the directory. An append is acknowledged after one sync of the journal, which concurrent appends share; the database's
/// checkpoints never stand in its way (docs/decisions/0003). Reads see everything acknowledged: old events come from the database, the end of the
/// log from memory. After a crash the journal is replayed; a damaged one is never guessed at (<see cref="EventStoreCorruptException"/>, docs/runbook.md).
/// Sequences are 1, 2, 3 … without gaps, except where a salvage lost events. Safe for concurrent use.
/// </remarks>
public sealed class DuckDbEventStore : IEventStore
{
    private const int ReadBlock = 1024;
    private readonly StoreLock _lock;
    private readonly EventTable _table;
    private readonly Journal _journal;
    private readonly EventFilter _filter;
    private readonly EventTail _tail;
    private readonly EventSubscriptions _subscriptions = new();
    private readonly GroupCommit _groups;
    private readonly EventDrain _drain;
    private readonly DuckDbEventStoreOptions _options;
    private int _disposed;

    private DuckDbEventStore(StoreLock held, EventTable table, Journal journal, EventFilter filter, EventTail tail, long tornBytes, DuckDbEventStoreOptions options, TimeProvider time)
    {
        (_lock, _table, _journal, _filter, _tail, _options) = (held, table, journal, filter, tail, options);
        RecoveredTornBytes = tornBytes;
        _groups = new("event journal", new JournaledAppends(journal, tail, filter, table, _subscriptions, time, options.RetryAfter).Write);
        _drain = new(journal, tail, table, options);
    }

    /// <summary>The name of the database file inside the directory.</summary>
    public const string DatabaseFile = "events.duckdb";

    /// <inheritdoc/>
    public long LastSequence => _tail.Last;

    /// <summary>The database, for analytics on connections of your own: table <c>events</c>. It lags behind the log by
    /// <see cref="DuckDbEventStoreOptions.DrainInterval"/> or so; <see cref="DrainAsync"/> closes the gap. Ask for it anew for each piece of work: after a
    /// fatal error it is another object.</summary>
    public DuckDbDatabase Database => _table.Database;

    /// <summary>Why events do not move from the journal into the database at present (a full disk, say); null when they do. Nothing is lost meanwhile.</summary>
    public Exception? DrainFault => _drain.Fault;

    /// <summary>How many acknowledged events are not in the database yet.</summary>
    public int UndrainedEvents => _tail.Undrained;

    /// <summary>How many bytes the journal takes on the disk.</summary>
    public long JournalBytes => _journal.Bytes;

    /// <summary>How many bytes of an unfinished, never acknowledged append were cut off the journal when it was opened.</summary>
    public long RecoveredTornBytes { get; }

    /// <summary>How often a subscriber's callback threw although it must not.</summary>
    public long CallbackFaults => _subscriptions.Faults;

    /// <summary>Opens the store of a directory, and makes it when there is none; replays the journal.</summary>
    /// <param name="directory">The store's own directory.</param>
    /// <param name="options">Defaults when left out.</param>
    /// <param name="time">The clock behind <see cref="StoredEvent.ReceivedAt"/>; the system's when left out.</param>
    /// <param name="cancellationToken">Gives up before the work begins.</param>
    /// <exception cref="IOException">Another process has the directory open (the message names it), or it cannot be written.</exception>
    /// <exception cref="EventStoreCorruptException">The journal or the database is damaged; nothing was changed.</exception>
    public static async Task<DuckDbEventStore> OpenAsync(
        string directory, DuckDbEventStoreOptions? options = null, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        cancellationToken.ThrowIfCancellationRequested();
        await Task.Yield();
        return Open(Path.GetFullPath(directory), options ?? new(), time ?? TimeProvider.System, null);
    }

    /// <summary>Makes sure that no process has a store open: before its directory is moved or deleted.</summary>
    /// <param name="directory">The store's own directory; nothing is done when there is none.</param>
    /// <exception cref="IOException">A process has it open (the message names it).</exception>
    public static void RequireFree(string directory)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        if (Directory.Exists(directory))
            StoreLock.Take(Path.GetFullPath(directory)).Dispose();
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An event that no store could keep (<see cref="EventIntake"/>).</exception>
    public async ValueTask<IReadOnlyList<AppendReceipt>> AppendAsync(IReadOnlyList<EventRecord> events, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        cancellationToken.ThrowIfCancellationRequested();
        var taken = EventIntake.Take(events);
        if (taken.Length == 0)
            return [];
        if (_tail.UndrainedBytes > _options.MaximumUndrainedBytes)
            throw new EventStoreUnavailableException(
                $"The database has not kept up: {_tail.Undrained} events wait for it in memory and in the journal. {_drain.Fault?.Message ?? "The disk is slower than the writers."} Try again later.",
                _options.RetryAfter, _drain.Fault);
        var lookup = Guard(() => EventLookup.Of(taken, _tail, _filter, _table));
        return await _groups.AppendAsync(taken, lookup, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <remarks>Streams in chunks of 2,048 events. Reading the database is synchronous work inside the iterator.</remarks>
    public async IAsyncEnumerable<StoredEvent> ReadAsync(EventQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        await Task.CompletedTask.ConfigureAwait(false);
        var end = Math.Min(query.UpToSequence, LastSequence);
        var left = query.Limit ?? int.MaxValue;
        for (var next = Math.Max(0, query.AfterSequence); next < end && left > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
            if (_tail.After(next, ReadBlock) is { } block)
            {
                foreach (var stored in block)
                {
                    if (stored.Sequence <= end && left > 0 && query.Matches(stored))
                    {
                        left--;
                        yield return stored;
                    }
                }

                next = block.Length == 0 ? end : block[^1].Sequence;
                continue;
            }

            var inTable = Math.Min(end, _tail.Evicted);
            using var blocks = _table.Read(query, next, inTable, left == int.MaxValue ? null : left).GetEnumerator();
            while (Guard(blocks.MoveNext))
            {
                foreach (var stored in blocks.Current)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    left--;
                    yield return stored;
                }
            }

            next = inTable;
        }
    }

    /// <inheritdoc/>
    public ValueTask<StoredEvent?> FindAsync(string system, string type, string id, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        cancellationToken.ThrowIfCancellationRequested();
        var key = new EventKey(system, type, id);
        var found = _tail.Find(key, out var evictedUpTo);
        if (found is null && evictedUpTo > 0 && _filter.MayHold((long)key.StableHash()))
            found = Guard(() => _table.Find([key])).GetValueOrDefault(key);
        return ValueTask.FromResult(found);
    }

    /// <inheritdoc/>
    public IDisposable Subscribe(Action<IReadOnlyList<StoredEvent>> onDurable) => _subscriptions.Add(onDurable);

    /// <summary>Moves everything acknowledged so far into the database and checkpoints it: before analytics that must see the last event, and before a
    /// backup.</summary>
    /// <exception cref="EventStoreUnavailableException">The database did not take it; the journal still has it.</exception>
    public Task DrainAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        return _drain.DrainAsync(LastSequence).WaitAsync(cancellationToken);
    }

    /// <summary>Copies everything acknowledged so far into a new database file while the store is in use. To restore it, put the file as
    /// <see cref="DatabaseFile"/> into an empty directory and open that. Tables of your own in the database are not copied.</summary>
    /// <param name="path">The file to make; it appears under this name only when it is whole.</param>
    /// <param name="cancellationToken">Gives up before the copy begins.</param>
    /// <exception cref="IOException">There is a file of that name.</exception>
    /// <exception cref="EventStoreUnavailableException">The database cannot take the end of the log, or the disk cannot take the copy.</exception>
    public async Task BackupAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (File.Exists(path))
            throw new IOException($"{path} must not exist, but does. Name a new file, or move the old backup away.");
        await DrainAsync(cancellationToken).ConfigureAwait(false);
        var partial = Path.GetFullPath(path) + ".partial";
        File.Delete(partial);
        Guard(() =>
        {
            _table.CopyTo(partial);
            return true;
        });
        File.Move(partial, path);
        JournalDirectory.Sync(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Writes the appends that wait, moves events into the database as far as it takes them, and gives the directory free.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await _groups.DisposeAsync().ConfigureAwait(false);
        await _drain.DisposeAsync().ConfigureAwait(false);
        _journal.Dispose();
        _table.Dispose();
        _lock.Dispose();
    }

    internal static DuckDbEventStore Open(string directory, DuckDbEventStoreOptions options, TimeProvider time, Action<Microsoft.Win32.SafeHandles.SafeFileHandle>? sync)
    {
        Directory.CreateDirectory(directory);
        var held = StoreLock.Take(directory);
        EventTable? table = null;
        try
        {
            table = OpenTable(directory, options);
            var drained = table.Last;
            var recovered = JournalRecovery.Read(directory, drained);
            var filter = new EventFilter(table.Count() * 2);
            table.FillFilter(filter);
            var tail = new EventTail(drained, filter, options.RecentEvents);
            tail.Add(recovered.Events);
            var journal = new Journal(directory, recovered, drained, options.SegmentBytes, sync);
            return new(held, table, journal, filter, tail, recovered.TornBytes, options, time);
        }
        catch
        {
            table?.Dispose();
            held.Dispose();
            throw;
        }
    }

    private static EventTable OpenTable(string directory, DuckDbEventStoreOptions options)
    {
        var path = Path.Combine(directory, DatabaseFile);
        try
        {
            // Checkpoints are the drain's business: DuckDB's own threshold is out of reach.
            return new(new DuckDbOptions(path) { MemoryLimitMebibytes = options.MemoryLimitMebibytes, Threads = options.Threads, CheckpointThresholdMebibytes = 4096 });
        }
        catch (DuckDbException cause) when (cause.Message.Contains("Corrupt", StringComparison.OrdinalIgnoreCase) || cause.Message.Contains("checksum", StringComparison.OrdinalIgnoreCase))
        {
            throw new EventStoreCorruptException(
                $"The database {path} cannot be opened: {cause.Message} If its log ({DatabaseFile}.wal) is damaged, move that one file away: the journal still holds every event "
                + $"since the last checkpoint (docs/runbook.md, 'Damaged DuckDB log').", cause);
        }
    }

    private T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception cause) when (cause is DuckDbException or DuckDbInstanceLostException)
        {
            throw new EventStoreUnavailableException(
                $"The database of the event store cannot be read now: {cause.Message} Nothing is lost; the store repairs it by itself.", _options.RetryAfter, cause);
        }
    }
}
