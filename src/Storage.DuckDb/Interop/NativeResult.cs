using System.Runtime.InteropServices;

namespace Bellwether.Storage.DuckDb.Interop;

/// <summary>duckdb_result: 48 bytes that some functions take by value. Destroying two copies is a double free, so the one that counts
/// lives in native memory that a <see cref="ResultHandle"/> owns.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeResult
{
    public ulong ColumnCount, RowCount, RowsChanged;
    public nint Columns, ErrorMessage, Internal;
}
