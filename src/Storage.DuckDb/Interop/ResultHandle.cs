using System.Runtime.InteropServices;

namespace Bellwether.Storage.DuckDb.Interop;

/// <summary>A result at a fixed place in native memory. It keeps its connection until it is freed itself.</summary>
internal sealed unsafe class ResultHandle : SafeHandle
{
    private readonly ConnectionHandle _connection;

    public ResultHandle(ConnectionHandle connection)
        : base(0, ownsHandle: true)
    {
        _connection = connection;
        var held = false;
        connection.DangerousAddRef(ref held);
        SetHandle((nint)NativeMemory.AllocZeroed((nuint)sizeof(NativeResult)));
        connection.Instance.Track(this);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>The result itself; callers hold this handle while they use it.</summary>
    public NativeResult* Pointer => (NativeResult*)handle;

    protected override bool ReleaseHandle()
    {
        NativeMethods.duckdb_destroy_result(Pointer);
        NativeMemory.Free((void*)handle);
        _connection.DangerousRelease();
        return true;
    }
}
