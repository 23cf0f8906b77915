using System.Runtime.InteropServices;

namespace Bellwether.Storage.DuckDb.Interop;

/// <summary>A native connection, which keeps its database until it is disconnected.</summary>
internal sealed class ConnectionHandle : SafeHandle
{
    private readonly DatabaseHandle _database;

    public ConnectionHandle(DatabaseInstance instance, DatabaseHandle database, nint connection)
        : base(0, ownsHandle: true)
    {
        Instance = instance;
        _database = database;
        var held = false;
        database.DangerousAddRef(ref held);
        SetHandle(connection);
        instance.Track(this);
    }

    public DatabaseInstance Instance { get; }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeMethods.duckdb_disconnect(ref handle);
        _database.DangerousRelease();
        return true;
    }
}
