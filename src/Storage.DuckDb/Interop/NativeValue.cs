using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Bellwether.Storage.DuckDb.Interop;

/// <summary>Native values of managed ones, for parameters. The caller destroys what it gets.</summary>
internal static unsafe class NativeValue
{
    public static nint Of(object? value) => value switch
    {
        null or DBNull => NativeMethods.duckdb_create_null_value(),
        bool it => NativeMethods.duckdb_create_bool(it ? (byte)1 : (byte)0),
        sbyte it => NativeMethods.duckdb_create_int8(it),
        short it => NativeMethods.duckdb_create_int16(it),
        int it => NativeMethods.duckdb_create_int32(it),
        long it => NativeMethods.duckdb_create_int64(it),
        byte it => NativeMethods.duckdb_create_uint8(it),
        ushort it => NativeMethods.duckdb_create_uint16(it),
        uint it => NativeMethods.duckdb_create_uint32(it),
        ulong it => NativeMethods.duckdb_create_uint64(it),
        Int128 it => NativeMethods.duckdb_create_hugeint(NativeInt128.Of(it)),
        BigInteger it => NativeMethods.duckdb_create_hugeint(NativeInt128.Of((Int128)it)),
        float it => NativeMethods.duckdb_create_float(it),
        double it => NativeMethods.duckdb_create_double(it),
        decimal it => NativeMethods.duckdb_create_decimal(DecimalOf(it)),
        string it => TextOf(it),
        char it => TextOf(it.ToString()),
        Guid it => NativeMethods.duckdb_create_uuid(UuidBits(it)),
        byte[] it => BlobOf(it),
        DateTime it => NativeMethods.duckdb_create_timestamp(DuckDbTime.Microseconds(it)),
        DateTimeOffset it => NativeMethods.duckdb_create_timestamp_tz(DuckDbTime.Microseconds(it.UtcDateTime)),
        DateOnly it => NativeMethods.duckdb_create_date(DuckDbTime.Days(it)),
        TimeOnly it => NativeMethods.duckdb_create_time(it.Ticks / 10),
        TimeSpan it => NativeMethods.duckdb_create_interval(DuckDbInterval.Of(it)),
        DuckDbInterval it => NativeMethods.duckdb_create_interval(it),
        Enum it => Of(Convert.ChangeType(it, Enum.GetUnderlyingType(it.GetType()), CultureInfo.InvariantCulture)),
        IList it => ListOf(it),
        _ => throw new NotSupportedException($"A parameter of type {value.GetType()} is not supported. See DuckDbParameter for the types that are."),
    };

    /// <summary>The bits of a UUID in the order of its text.</summary>
    public static NativeInt128 UuidBits(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return new NativeInt128(System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }

    private static NativeDecimal DecimalOf(decimal value)
    {
        var scale = value.Scale;
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        Int128 whole = new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]) is var magnitude && value < 0 ? -(Int128)magnitude : (Int128)magnitude;
        return new NativeDecimal((byte)Math.Max(29, (int)scale), scale, NativeInt128.Of(whole));
    }

    private static nint TextOf(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        fixed (byte* start = bytes)
            return NativeMethods.duckdb_create_varchar_length(start, (ulong)bytes.Length);
    }

    private static nint BlobOf(byte[] data)
    {
        fixed (byte* start = data)
            return NativeMethods.duckdb_create_blob(start, (ulong)data.Length);
    }

    private static nint ListOf(IList list)
    {
        var elementType = list.GetType().GetElementType() ?? (list.GetType().IsGenericType ? list.GetType().GetGenericArguments()[0] : typeof(object));
        elementType = Nullable.GetUnderlyingType(elementType) ?? elementType;
        var type = NativeMethods.duckdb_create_logical_type(TypeOf(elementType));
        var values = new nint[list.Count];
        try
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = Of(list[i]);
            fixed (nint* start = values)
                return NativeMethods.duckdb_create_list_value(type, start, (ulong)values.Length);
        }
        finally
        {
            foreach (ref var value in values.AsSpan())
                if (value != 0)
                    NativeMethods.duckdb_destroy_value(ref value);
            NativeMethods.duckdb_destroy_logical_type(ref type);
        }
    }

    private static DuckDbType TypeOf(Type type) => s_types.TryGetValue(type, out var found)
        ? found
        : throw new NotSupportedException($"A list parameter of {type} is not supported. Use an array of numbers, texts, truth values, dates or times.");

    private static readonly Dictionary<Type, DuckDbType> s_types = new()
    {
        [typeof(bool)] = DuckDbType.Boolean, [typeof(sbyte)] = DuckDbType.TinyInt, [typeof(short)] = DuckDbType.SmallInt, [typeof(int)] = DuckDbType.Integer,
        [typeof(long)] = DuckDbType.BigInt, [typeof(ushort)] = DuckDbType.USmallInt, [typeof(uint)] = DuckDbType.UInteger, [typeof(ulong)] = DuckDbType.UBigInt,
        [typeof(float)] = DuckDbType.Float, [typeof(double)] = DuckDbType.Double, [typeof(string)] = DuckDbType.Varchar, [typeof(Guid)] = DuckDbType.Uuid,
        [typeof(DateTime)] = DuckDbType.Timestamp, [typeof(DateTimeOffset)] = DuckDbType.TimestampTz, [typeof(DateOnly)] = DuckDbType.Date,
    };
}
