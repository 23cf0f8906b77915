using System.Buffers.Binary;
using System.Collections.Frozen;

namespace Bellwether.Server.Inference;

/// <summary>A tensor datatype of the inference protocol: its size in bytes, the whole numbers it can hold, and how it lies in memory.</summary>
internal sealed record TensorType(string Name, int Size, bool IsWhole, double Minimum, double Maximum, Func<ReadOnlySpan<byte>, int, double> ReadBinary)
{
    public static FrozenDictionary<string, TensorType> Numeric { get; } = new[]
    {
        new TensorType("BOOL", 1, true, 0, 1, static (b, i) => b[i] != 0 ? 1 : 0),
        new TensorType("UINT8", 1, true, byte.MinValue, byte.MaxValue, static (b, i) => b[i]),
        new TensorType("UINT16", 2, true, ushort.MinValue, ushort.MaxValue, static (b, i) => BinaryPrimitives.ReadUInt16LittleEndian(b[(2 * i)..])),
        new TensorType("UINT32", 4, true, uint.MinValue, uint.MaxValue, static (b, i) => BinaryPrimitives.ReadUInt32LittleEndian(b[(4 * i)..])),
        new TensorType("UINT64", 8, true, ulong.MinValue, ulong.MaxValue, static (b, i) => BinaryPrimitives.ReadUInt64LittleEndian(b[(8 * i)..])),
        new TensorType("INT8", 1, true, sbyte.MinValue, sbyte.MaxValue, static (b, i) => (sbyte)b[i]),
        new TensorType("INT16", 2, true, short.MinValue, short.MaxValue, static (b, i) => BinaryPrimitives.ReadInt16LittleEndian(b[(2 * i)..])),
        new TensorType("INT32", 4, true, int.MinValue, int.MaxValue, static (b, i) => BinaryPrimitives.ReadInt32LittleEndian(b[(4 * i)..])),
        new TensorType("INT64", 8, true, long.MinValue, long.MaxValue, static (b, i) => BinaryPrimitives.ReadInt64LittleEndian(b[(8 * i)..])),
        new TensorType("FP16", 2, false, -65504, 65504, static (b, i) => (double)BinaryPrimitives.ReadHalfLittleEndian(b[(2 * i)..])),
        new TensorType("FP32", 4, false, float.MinValue, float.MaxValue, static (b, i) => BinaryPrimitives.ReadSingleLittleEndian(b[(4 * i)..])),
        new TensorType("FP64", 8, false, double.MinValue, double.MaxValue, static (b, i) => BinaryPrimitives.ReadDoubleLittleEndian(b[(8 * i)..])),
    }.ToFrozenDictionary(t => t.Name, StringComparer.Ordinal);

    public const string Bytes = "BYTES";

    /// <summary>The datatypes there are, for messages.</summary>
    public static string Names { get; } = string.Join(", ", Numeric.Keys.Append(Bytes).Order(StringComparer.Ordinal));

    /// <summary>A JSON number as this datatype holds it; NaN when it does not fit.</summary>
    public double Hold(double value) =>
        !(value >= Minimum && value <= Maximum) || (IsWhole && value != Math.Truncate(value)) ? double.NaN
        : Name == "FP32" ? (float)value
        : value;
}
