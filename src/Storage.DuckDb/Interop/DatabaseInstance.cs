using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bellwether.Storage.DuckDb.Interop;

/// <summary>One native instance of one file, shared by everything in the process that opened that file.</summary>
/// <remarks>Two native instances of one file corrupt it. Therefore every opening goes through the one registry here, which knows files
/// by their identity (device and inode), and through DuckDB's own instance cache, which knows them by path. Counts its owners; the
/// last one to leave closes the file. Safe for concurrent use.</remarks>
internal sealed unsafe class DatabaseInstance
{
    private static readonly Lock s_gate = new();
    private static readonly Dictionary<string, DatabaseInstance> s_open = new(StringComparer.Ordinal);
    private static readonly Lazy<nint> s_cache = new(NativeMethods.duckdb_create_instance_cache);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly DatabaseHandle _database;
    private readonly ConditionalWeakTable<SafeHandle, object> _handles = [];
    private string? _identity;
    private int _owners = 1;
    private volatile DuckDbInstanceLostException? _lost;

    private DatabaseInstance(DuckDbOptions options, DatabaseHandle database)
    {
        Options = options;
        _database = database;
    }

    public DuckDbOptions Options { get; }

    /// <summary>Why the instance can no longer be used, or null.</summary>
    public DuckDbInstanceLostException? Lost => _lost;

    /// <summary>The instance of the file, opened now or shared; the caller owes one <see cref="Release"/>.</summary>
    public static DatabaseInstance Acquire(DuckDbOptions options)
    {
        lock (s_gate)
        {
            if (!options.IsInMemory && FileIdentity.Of(options.Path) is { } known && s_open.TryGetValue(known, out var shared))
            {
                if (options with { Path = shared.Options.Path } != shared.Options)
                    throw new DuckDbException(
                        $"'{options.Path}' is already open in this process with other settings ({shared.Options}), but was asked for with {options}. "
                        + "Open it with the same settings, or connect through the DuckDbDatabase that is open.", DuckDbErrorKind.InvalidConfiguration);
                shared._owners++;
                return shared;
            }

            var opened = OpenUsable(options);
            if (!options.IsInMemory && FileIdentity.Of(options.Path) is { } identity)
            {
                opened._identity = identity;
                s_open[identity] = opened;
            }

            return opened;
        }
    }

    /// <summary>One more owner.</summary>
    public void AddOwner()
    {
        lock (s_gate)
        {
            ThrowIfLost();
            ObjectDisposedException.ThrowIf(_owners == 0, typeof(DuckDbDatabase));
            _owners++;
        }
    }

    /// <summary>One owner less; the last one closes the file, once every statement and result on it is closed too.</summary>
    public void Release()
    {
        lock (s_gate)
        {
            if (--_owners > 0)
                return;
            Forget();
            _database.Dispose();
        }
    }

    public ConnectionHandle Connect()
    {
        ThrowIfLost();
        if (NativeMethods.duckdb_connect(_database, out var connection) != NativeState.Success)
            throw new DuckDbException($"A connection to '{Options.Path}' could not be made.", DuckDbErrorKind.Connection);
        return new ConnectionHandle(this, _database, connection);
    }

    /// <summary>Remembers a handle that must be freed before the file can be opened anew.</summary>
    public void Track(SafeHandle handle) => _handles.AddOrUpdate(handle, this);

    /// <summary>Gives the instance up: frees every handle on it (those in a call at this moment, when that call returns), so that the file
    /// can be opened anew.</summary>
    public DuckDbInstanceLostException Lose(string message, DuckDbErrorKind kind)
    {
        lock (s_gate)
        {
            if (_lost is { } already)
                return already;
            var durable = message.Contains("COMMIT succeeded and is durable", StringComparison.OrdinalIgnoreCase);
            _lost = new DuckDbInstanceLostException(Options.Path, message, kind, durable);
            Forget();
            foreach (var (handle, _) in _handles)
                handle.Dispose();
            _database.Dispose();
            return _lost;
        }
    }

    public void ThrowIfLost()
    {
        if (_lost is { } lost)
            throw new DuckDbInstanceLostException(lost);
    }

    private void Forget()
    {
        if (_identity is { } identity && s_open.TryGetValue(identity, out var mine) && mine == this)
            s_open.Remove(identity);
    }

    /// <summary>Opens, and waits out a lost instance of the same file whose last call has not returned yet.</summary>
    private static DatabaseInstance OpenUsable(DuckDbOptions options)
    {
        var start = TimeProvider.System.GetTimestamp();
        using var pause = new ManualResetEventSlim();
        while (true)
        {
            var opened = new DatabaseInstance(options, OpenNative(options));
            try
            {
                using var connection = opened.Connect();
                using var probe = new ExtractedHandle(connection, Parse(connection, "SELECT 1"));
                if (NativeMethods.duckdb_prepare_extracted_statement(connection, probe, 0, out var prepared) == NativeState.Success)
                {
                    new StatementHandle(connection, prepared).Dispose();
                    return opened;
                }

                using var failed = new StatementHandle(connection, prepared);
                if (TimeProvider.System.GetElapsedTime(start) > s_patience)
                    throw new DuckDbException($"'{options.Path}' could not be opened: {NativeMethods.Text(NativeMethods.duckdb_prepare_error(failed))}", DuckDbErrorKind.Fatal);
            }
            catch
            {
                opened._database.Dispose();
                throw;
            }

            opened._database.Dispose();
            pause.Wait(TimeSpan.FromMilliseconds(10));
        }
    }

    private static nint Parse(ConnectionHandle connection, string sql)
    {
        NativeMethods.duckdb_extract_statements(connection, sql, out var statements);
        return statements;
    }

    private static DatabaseHandle OpenNative(DuckDbOptions options)
    {
        NativeMethods.duckdb_create_config(out var config);
        try
        {
            foreach (var (name, value) in options.Settings())
                if (NativeMethods.duckdb_set_config(config, name, value) != NativeState.Success)
                    throw new DuckDbException($"DuckDB does not accept the setting {name}='{value}'.", DuckDbErrorKind.InvalidConfiguration);
            var path = options.IsInMemory ? DuckDbOptions.InMemory : Path.GetFullPath(options.Path);
            if (NativeMethods.duckdb_get_or_create_from_cache(s_cache.Value, path, out var database, config, out var error) == NativeState.Success)
                return new DatabaseHandle(database);
            var message = NativeMethods.TakeText(error);
            throw new DuckDbException($"'{options.Path}' could not be opened: {message}{Advice(message)}", DuckDbErrors.KindOf(message, DuckDbErrorKind.Io));
        }
        finally
        {
            NativeMethods.duckdb_destroy_config(ref config);
        }
    }

    private static string Advice(string message) =>
        message.Contains("Could not set lock", StringComparison.Ordinal)
            ? " One process owns a database file at a time: stop the other one, or go through it."
            : message.Contains("Corrupt WAL", StringComparison.Ordinal)
                ? " The write-ahead log next to the file is damaged; nothing was changed. Restore a backup of both files, or see docs/runbook.md."
                : "";
}
