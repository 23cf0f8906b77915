using Bellwether.Storage.DuckDb.Interop;

namespace Bellwether.Storage.DuckDb;

/// <summary>A DuckDB database that this process owns: open it once, make a connection per reader and writer.</summary>
/// <remarks>Opening the same file again in this process (also by a relative path, a symbolic or a hard link) shares the one native
/// instance, or is refused when the settings differ. Safe for concurrent use; each connection is for one thread at a time.</remarks>
public sealed class DuckDbDatabase : IDisposable
{
    private readonly DatabaseInstance _instance;
    private int _disposed;

    private DuckDbDatabase(DatabaseInstance instance) => _instance = instance;

    /// <summary>The settings it was opened with.</summary>
    public DuckDbOptions Options => _instance.Options;

    /// <summary>The version of the native library, such as <c>v1.5.6</c>.</summary>
    public static unsafe string LibraryVersion => NativeMethods.Text(NativeMethods.duckdb_library_version());

    /// <summary>Whether the instance was given up after a FATAL or INTERNAL error: dispose it and open the file again.</summary>
    public bool IsLost => _instance.Lost is not null;

    /// <summary>Opens a file with the settings of <see cref="DuckDbOptions"/>' defaults, and makes it when there is none.</summary>
    /// <exception cref="DuckDbException">Another process has it open, it is damaged, or it is open here with other settings.</exception>
    public static DuckDbDatabase Open(string path) => Open(new DuckDbOptions(path));

    /// <summary>Opens a database; replays its write-ahead log when the last owner did not close it.</summary>
    /// <exception cref="DuckDbException">Another process has it open, it is damaged, or it is open here with other settings.</exception>
    /// <exception cref="DllNotFoundException">The native library could not be loaded; the message says where it was looked for.</exception>
    public static DuckDbDatabase Open(DuckDbOptions options) => new(DatabaseInstance.Acquire(options));

    /// <summary>A database in memory of its own.</summary>
    public static DuckDbDatabase OpenInMemory() => Open(DuckDbOptions.InMemory);

    /// <summary>A new open connection. It keeps the database open until it is disposed itself.</summary>
    /// <exception cref="DuckDbInstanceLostException">The instance was given up.</exception>
    public DuckDbConnection Connect()
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        _instance.AddOwner();
        try
        {
            return new DuckDbConnection(_instance);
        }
        catch
        {
            _instance.Release();
            throw;
        }
    }

    /// <summary>Writes the log into the database file and empties it. Readers go on; commits of other connections wait.</summary>
    /// <exception cref="DuckDbException">A transaction with updates is open (kind Transaction).</exception>
    /// <exception cref="DuckDbInstanceLostException">The disk is full; what was committed is safe in the log.</exception>
    public void Checkpoint()
    {
        using var connection = Connect();
        connection.Execute("CHECKPOINT");
    }

    /// <summary>Gives up this owner's share; the file is closed with the last connection.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            _instance.Release();
    }
}
