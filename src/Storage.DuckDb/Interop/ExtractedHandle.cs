using System.Runtime.InteropServices;

namespace Bellwether.Storage.DuckDb.Interop;

/// <summary>The statements that a text was parsed into. It keeps its connection until it is freed itself.</summary>
internal sealed class ExtractedHandle : SafeHandle
{
    private readonly ConnectionHandle _connection;

    public ExtractedHandle(ConnectionHandle connection, nint pointer)
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
        NativeMethods.duckdb_destroy_extracted(ref handle);
        _connection.DangerousRelease();
        return true;
    }
}
