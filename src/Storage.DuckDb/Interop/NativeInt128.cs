using System.Runtime.InteropServices;

namespace Bellwether.Storage.DuckDb.Interop;

/// <summary>duckdb_hugeint and duckdb_uhugeint: System.Int128 cannot be passed by value to native code.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct NativeInt128(ulong lower, ulong upper)
{
    public readonly ulong Lower = lower, Upper = upper;

    public static NativeInt128 Of(Int128 value) => new((ulong)value, (ulong)(value >> 64));
}
