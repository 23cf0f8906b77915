using System.Runtime.InteropServices;

namespace Bellwether.Storage.DuckDb.Interop;

[StructLayout(LayoutKind.Sequential)]
internal readonly struct NativeDecimal(byte width, byte scale, NativeInt128 value)
{
    public readonly byte Width = width, Scale = scale;
    public readonly NativeInt128 Value = value;
}
