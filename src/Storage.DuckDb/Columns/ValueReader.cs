using System.Numerics;
using System.Text;
using Bellwether.Storage.DuckDb.Interop;

namespace Bellwether.Storage.DuckDb.Columns;

/// <summary>Values of every type as objects.</summary>
internal static class ValueReader
{
    private static readonly decimal[] s_powers = [.. Enumerable.Range(0, 29).Select(i => (decimal)BigInteger.Pow(10, i))];

    public static object Read(DuckDbVector vector, int row, string name) => vector.Type.Id switch
    {
        DuckDbType.Boolean => vector.Values<bool>()[row],
        DuckDbType.TinyInt => vector.Values<sbyte>()[row],
        DuckDbType.SmallInt => vector.Values<short>()[row],
        DuckDbType.Integer => vector.Values<int>()[row],
        DuckDbType.BigInt => vector.Values<long>()[row],
        DuckDbType.UTinyInt => vector.Values<byte>()[row],
        DuckDbType.USmallInt => vector.Values<ushort>()[row],
        DuckDbType.UInteger => vector.Values<uint>()[row],
        DuckDbType.UBigInt => vector.Values<ulong>()[row],
        DuckDbType.HugeInt => (BigInteger)vector.Values<Int128>()[row],
        DuckDbType.UHugeInt => (BigInteger)vector.Values<UInt128>()[row],
        DuckDbType.Float => vector.Values<float>()[row],
        DuckDbType.Double => vector.Values<double>()[row],
        DuckDbType.Decimal => DecimalOf(Whole(vector, row), vector.Type, name),
        DuckDbType.Varchar => Encoding.UTF8.GetString(vector.Utf8(row)),
        DuckDbType.Blob => vector.Utf8(row).ToArray(),
        DuckDbType.Enum => vector.Type.EnumValues[(int)Whole(vector, row)],
        DuckDbType.Uuid => UuidOf(vector.Values<Int128>()[row]),
        DuckDbType.Date => DuckDbTime.ToDate(vector.Values<int>()[row]),
        DuckDbType.Time => new TimeOnly(Math.Min(vector.Values<long>()[row] * 10, TimeOnly.MaxValue.Ticks)),
        DuckDbType.Timestamp => DuckDbTime.ToDateTime(vector.Values<long>()[row], 1_000_000),
        DuckDbType.TimestampSeconds => DuckDbTime.ToDateTime(vector.Values<long>()[row], 1),
        DuckDbType.TimestampMilliseconds => DuckDbTime.ToDateTime(vector.Values<long>()[row], 1_000),
        DuckDbType.TimestampNanoseconds => DuckDbTime.ToDateTime(vector.Values<long>()[row], 1_000_000_000),
        DuckDbType.TimestampTz => new DateTimeOffset(DuckDbTime.ToDateTime(vector.Values<long>()[row], 1_000_000), TimeSpan.Zero),
        DuckDbType.Interval => vector.Values<DuckDbInterval>()[row],
        DuckDbType.List => ArrayOf(vector.Elements, vector.Values<DuckDbListEntry>()[row]),
        DuckDbType.Array => ArrayOf(vector.Elements, new DuckDbListEntry((ulong)(row * vector.Type.ArraySize), (ulong)vector.Type.ArraySize)),
        DuckDbType.Map => PairsOf(vector.Elements, vector.Values<DuckDbListEntry>()[row]),
        DuckDbType.Struct => StructOf(vector, row),
        DuckDbType.SqlNull => DBNull.Value,
        _ => throw new NotSupportedException($"Column '{name}' is {vector.Type}, which cannot be read as an object. Cast it to VARCHAR in the query."),
    };

    private static Int128 Whole(DuckDbVector vector, int row) => vector.Type.Storage switch
    {
        DuckDbType.UTinyInt => vector.Values<byte>()[row],
        DuckDbType.USmallInt => vector.Values<ushort>()[row],
        DuckDbType.UInteger => vector.Values<uint>()[row],
        DuckDbType.SmallInt => vector.Values<short>()[row],
        DuckDbType.Integer => vector.Values<int>()[row],
        DuckDbType.BigInt => vector.Values<long>()[row],
        _ => vector.Values<Int128>()[row],
    };

    private static decimal DecimalOf(Int128 whole, DuckDbLogicalType type, string name)
    {
        var magnitude = (UInt128)Int128.Abs(whole);
        if (magnitude >> 96 == 0 && type.Scale <= 28)
        {
            var (low, high) = ((ulong)magnitude, (uint)(magnitude >> 64));
            return new decimal((int)low, (int)(low >> 32), (int)high, whole < 0, (byte)type.Scale);
        }

        var (quotient, rest) = BigInteger.DivRem((BigInteger)whole, BigInteger.Pow(10, type.Scale));
        if (BigInteger.Abs(quotient) > (BigInteger)decimal.MaxValue || type.Scale > 28)
            throw new OverflowException($"Column '{name}' is {type} and holds a value of more than 28 digits, which a decimal cannot hold. Cast it to VARCHAR or DOUBLE in the query.");
        // More than 28 digits in all: decimal keeps the leading ones, as its own arithmetic does.
        return (decimal)quotient + (decimal)rest / s_powers[type.Scale];
    }

    private static Guid UuidOf(Int128 stored)
    {
        // The top bit is stored flipped, so that signed order is the order of the texts.
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteInt128BigEndian(bytes, stored ^ Int128.MinValue);
        return new Guid(bytes, bigEndian: true);
    }

    private static Array ArrayOf(DuckDbVector elements, DuckDbListEntry entry)
    {
        var (start, length) = ((int)entry.Offset, (int)entry.Length);
        if (elements.Validity.IsEmpty && TryCopy(elements, start, length) is { } copy)
            return copy;
        var type = elements.Type.ClrType;
        var nullable = false;
        for (var i = start; i < start + length && !nullable; i++)
            nullable = elements.IsNull(i);
        var array = Array.CreateInstance(nullable && type.IsValueType ? typeof(Nullable<>).MakeGenericType(type) : type, length);
        for (var i = 0; i < length; i++)
            array.SetValue(elements.Value(start + i), i);
        return array;
    }

    private static Array? TryCopy(DuckDbVector elements, int start, int length) => elements.Type.Id switch
    {
        DuckDbType.Float => elements.Values<float>().Slice(start, length).ToArray(),
        DuckDbType.Double => elements.Values<double>().Slice(start, length).ToArray(),
        DuckDbType.Integer => elements.Values<int>().Slice(start, length).ToArray(),
        DuckDbType.BigInt => elements.Values<long>().Slice(start, length).ToArray(),
        _ => null,
    };

    private static KeyValuePair<object, object?>[] PairsOf(DuckDbVector pairs, DuckDbListEntry entry)
    {
        var read = new KeyValuePair<object, object?>[(int)entry.Length];
        for (var i = 0; i < read.Length; i++)
            read[i] = new(pairs.Field(0).Value((int)entry.Offset + i)!, pairs.Field(1).Value((int)entry.Offset + i));
        return read;
    }

    private static Dictionary<string, object?> StructOf(DuckDbVector vector, int row)
    {
        var read = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var i = 0; i < vector.Type.Fields.Count; i++)
            read[vector.Type.Fields[i].Name] = vector.Field(i).Value(row);
        return read;
    }
}
