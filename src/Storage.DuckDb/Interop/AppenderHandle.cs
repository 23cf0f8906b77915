using System.Runtime.InteropServices;

namespace Bellwether.Storage.DuckDb.Interop;

/// <summary>An appender. Destroying one writes what it has buffered, so it is always cleared first: only an explicit flush writes. It keeps its connection until it is freed itself.</summary>
internal sealed class AppenderHandle : SafeHandle
{
    private readonly ConnectionHandle _connection;

    public AppenderHandle(ConnectionHandle connection, nint pointer)
        : base(0, ownsHandle: true)
    {
        _connection = connection;
        var held = false;
        connection.DangerousAddRef(ref held);
        SetHandle(pointer);
        connection.Instance.Track(this);
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeMethods.duckdb_appender_clear(handle);
        NativeMethods.duckdb_appender_destroy(ref handle);
        _connection.DangerousRelease();
        return true;
    }
}
