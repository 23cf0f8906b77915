using System.Globalization;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using Bellwether.Data;
using Bellwether.Data.Events;
using Npgsql;
using NpgsqlTypes;

namespace Bellwether.Storage.Postgres.Events;

/// <summary>An event store in a PostgreSQL database, which several processes may share.</summary>
/// <remarks>An append is acknowledged when its transaction committed with <c>synchronous_commit</c> at least <c>on</c>; whether that reaches
/// the platter is the server's <c>fsync</c> setting. Concurrent appends of a process share a transaction; writers of all processes take turns under an
/// advisory lock, so that sequences become visible in order. Repeats leave gaps in the sequence. Subscribers also hear what other processes append, within
/// <see cref="PostgresEventStoreOptions.PollInterval"/>. Safe for concurrent use. Tables: <c>bellwether_events</c> and <c>bellwether_schema</c> in the first schema of the search path.</remarks>
public sealed class PostgresEventStore : IEventStore
{
    private readonly NpgsqlDataSource _source;
    private readonly PostgresEventStoreOptions _options;
    private readonly EventSubscriptions _subscriptions = new();
    private readonly PostgresWriter _writer;
    private readonly GroupCommit _groups;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _polling;
    private int _subscribers;
    private int _disposed;

    private PostgresEventStore(NpgsqlDataSource source, PostgresEventStoreOptions options, TimeProvider time, long last)
    {
        (_source, _options) = (source, options);
        _writer = new(source, options, time, _subscriptions, last);
        _groups = new("PostgreSQL event store", _writer.Write);
        _polling = PollAsync(time);
    }

    /// <inheritdoc/>
    /// <remarks>As far as this process knows: what it appended itself, and what it heard of others.</remarks>
    public long LastSequence => _writer.Last;

    /// <summary>Connects, and creates or migrates the tables when they are not there.</summary>
    /// <param name="connectionString">An Npgsql connection string, e.g. <c>Host=db;Database=bellwether;Username=bellwether</c>.</param>
    /// <param name="options">Defaults when left out.</param>
    /// <param name="time">The clock behind <see cref="StoredEvent.ReceivedAt"/>; the system's when left out.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="EventStoreUnavailableException">The server cannot be reached or refuses.</exception>
    /// <exception cref="InvalidOperationException">The tables were written by a newer version, or the database is not in UTF-8.</exception>
    public static async Task<PostgresEventStore> OpenAsync(
        string connectionString, PostgresEventStoreOptions? options = null, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Timeout = Math.Max(1, (int)Math.Ceiling(options.ConnectTimeout.TotalSeconds)),
            MaxAutoPrepare = 20,
            AutoPrepareMinUsages = 2,
            ApplicationName = "bellwether",
        };
        var source = NpgsqlDataSource.Create(settings);
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await PostgresSchema.MigrateAsync(connection, cancellationToken).ConfigureAwait(false);
            await using var end = new NpgsqlCommand("SELECT coalesce(max(sequence), 0) FROM bellwether_events", connection);
            var last = (long)(await end.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
            return new(source, options, time ?? TimeProvider.System, last);
        }
        catch (Exception cause)
        {
            await source.DisposeAsync().ConfigureAwait(false);
            if (IsAway(cause))
                throw new EventStoreUnavailableException(
                    $"PostgreSQL at {settings.Host}:{settings.Port} cannot be reached or refuses: {cause.Message} Check the connection string and that the server is running.", options.RetryAfter, cause);
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An event that no store could keep (<see cref="EventIntake"/>).</exception>
    public ValueTask<IReadOnlyList<AppendReceipt>> AppendAsync(IReadOnlyList<EventRecord> events, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        var taken = EventIntake.Take(events);
        return taken.Length == 0 ? ValueTask.FromResult<IReadOnlyList<AppendReceipt>>([]) : _groups.AppendAsync(taken, cancellationToken: cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>Streams: one connection is held until the reading ends, and memory holds one row.</remarks>
    public async IAsyncEnumerable<StoredEvent> ReadAsync(EventQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        await using var command = Select(query);
        command.CommandTimeout = 0;
        await using var reader = await Guard(async () =>
        {
            command.Connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            return await command.ExecuteReaderAsync(System.Data.CommandBehavior.CloseConnection, cancellationToken).ConfigureAwait(false);
        }).ConfigureAwait(false);
        while (await Guard(() => reader.ReadAsync(cancellationToken)).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return PostgresRow.Read(reader);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<StoredEvent?> FindAsync(string system, string type, string id, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        cancellationToken.ThrowIfCancellationRequested();
        return await Guard(async () =>
        {
            await using var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using var command = new NpgsqlCommand(
                $"SELECT {PostgresRow.Columns} FROM bellwether_events e WHERE e.system = $1 AND e.type = $2 AND e.id = $3", connection)
            {
                Parameters = { new() { Value = system }, new() { Value = type }, new() { Value = id } },
            };
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? PostgresRow.Read(reader) : null;
        }).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public IDisposable Subscribe(Action<IReadOnlyList<StoredEvent>> onDurable)
    {
        Volatile.Write(ref _subscribers, 1);
        return _subscriptions.Add(onDurable);
    }

    /// <summary>Writes the appends that wait, then closes all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await _closing.CancelAsync().ConfigureAwait(false);
        await _polling.ConfigureAwait(false);
        await _groups.DisposeAsync().ConfigureAwait(false);
        _writer.Dispose();
        _closing.Dispose();
        await _source.DisposeAsync().ConfigureAwait(false);
    }

    private static NpgsqlCommand Select(EventQuery query)
    {
        var command = new NpgsqlCommand();
        var sql = new StringBuilder($"SELECT {PostgresRow.Columns} FROM bellwether_events e WHERE e.sequence > ");
        sql.Append(Parameter(query.AfterSequence)).Append(" AND e.sequence <= ").Append(Parameter(query.UpToSequence));
        if (query.System is not null)
            sql.Append(" AND e.system = ").Append(Parameter(query.System));
        if (query.Types.Count > 0)
            sql.Append(" AND e.type = ANY(").Append(Parameter(query.Types.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text)).Append(')');
        if (query.From is { } from)
            sql.Append(" AND e.time >= ").Append(Parameter(Ceiling(from), NpgsqlDbType.TimestampTz));
        if (query.Until is { } until)
            sql.Append(" AND e.time < ").Append(Parameter(Ceiling(until), NpgsqlDbType.TimestampTz));
        sql.Append(" ORDER BY e.sequence");
        if (query.Limit is { } limit)
            sql.Append(" LIMIT ").Append(Parameter(limit));
        command.CommandText = sql.ToString();
        return command;

        string Parameter(object value, NpgsqlDbType? type = null)
        {
            command.Parameters.Add(type is { } t ? new() { Value = value, NpgsqlDbType = t } : new() { Value = value });
            return string.Create(CultureInfo.InvariantCulture, $"${command.Parameters.Count}");
        }
    }

    private static DateTime Ceiling(DateTimeOffset time)
    {
        var down = UnixMicroseconds.ToTime(UnixMicroseconds.Of(time));
        if (down == time)
            return PostgresRow.Utc(down);
        // Npgsql writes the greatest time as infinity, which is what rounding it up means.
        return DateTimeOffset.MaxValue - down < TimeSpan.FromTicks(10) ? DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc) : PostgresRow.Utc(down.AddTicks(10));
    }

    private async Task<T> Guard<T>(Func<Task<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (Exception cause) when (IsAway(cause))
        {
            throw new EventStoreUnavailableException(
                $"PostgreSQL cannot be read now: {cause.Message} Check that the server is running; the store reconnects by itself.", _options.RetryAfter, cause);
        }
    }

    private static bool IsAway(Exception cause) => cause is NpgsqlException or TimeoutException or SocketException or IOException;

    private async Task PollAsync(TimeProvider time)
    {
        using var timer = new PeriodicTimer(_options.PollInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_closing.Token).ConfigureAwait(false))
            {
                if (Volatile.Read(ref _subscribers) == 0)
                    continue;
                try
                {
                    await _groups.AppendAsync([], cancellationToken: _closing.Token).ConfigureAwait(false);
                }
                catch (EventStoreUnavailableException)
                {
                    // The server is away: whoever appends or reads is told; the next tick asks again.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The store is closing.
        }
    }
}
