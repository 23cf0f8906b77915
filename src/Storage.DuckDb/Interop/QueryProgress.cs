using System.Runtime.InteropServices;

namespace Bellwether.Storage.DuckDb.Interop;

[StructLayout(LayoutKind.Sequential)]
internal readonly struct QueryProgress
{
    public readonly double Percentage;
    public readonly ulong RowsProcessed, TotalRows;
}
