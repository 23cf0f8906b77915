using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text;
using Bellwether.Storage.DuckDb.Interop;

namespace Bellwether.Storage.DuckDb.Columns;

/// <summary>Writes objects into vectors of every type that an appender takes.</summary>
internal static unsafe class ValueWriter
{
    public static void SetNull(nint vector, int row)
    {
        NativeMethods.duckdb_vector_ensure_validity_writable(vector);
        NativeMethods.duckdb_vector_get_validity(vector)[row >> 6] &= ~(1UL << (row & 63));
    }

    public static void SetBytes(nint vector, int row, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
            NativeMethods.duckdb_unsafe_vector_assign_string_element_len(vector, (ulong)row, start, (ulong)bytes.Length);
    }

    public static void SetText(nint vector, int row, ReadOnlySpan<char> text)
    {
        const int Small = 512;
        var longest = text.Length * 3;
        var bytes = longest <= Small ? stackalloc byte[Small] : new byte[longest];
        SetBytes(vector, row, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }

    public static void Write(nint vector, DuckDbLogicalType type, int row, object? value, string name)
    {
        if (value is null or DBNull)
        {
            WriteNull(vector, type, row);
            return;
        }

        try
        {
            WriteValue(vector, type, row, value, name);
        }
        catch (Exception e) when (e is OverflowException or FormatException || e is InvalidCastException && e.Data["column"] is null)
        {
            throw Refused(value, type, name, e);
        }
    }

    private static void WriteValue(nint vector, DuckDbLogicalType type, int row, object value, string name)
    {
        switch (type.Id)
        {
            case DuckDbType.Varchar: SetText(vector, row, (string)value); break;
            case DuckDbType.Blob: SetBytes(vector, row, (byte[])value); break;
            case DuckDbType.Boolean: Slot<bool>(vector, row) = (bool)value; break;
            case DuckDbType.Float: Slot<float>(vector, row) = value is double wide ? (float)wide : System.Convert.ToSingle(value, CultureInfo.InvariantCulture); break;
            case DuckDbType.Double: Slot<double>(vector, row) = System.Convert.ToDouble(value, CultureInfo.InvariantCulture); break;
            case DuckDbType.Date: Slot<int>(vector, row) = DuckDbTime.Days(value is DateTime time ? DateOnly.FromDateTime(time) : (DateOnly)value); break;
            case DuckDbType.Time: Slot<long>(vector, row) = (value is TimeSpan span ? span.Ticks : ((TimeOnly)value).Ticks) / 10; break;
            case DuckDbType.Timestamp or DuckDbType.TimestampTz: Slot<long>(vector, row) = Microseconds(value); break;
            case DuckDbType.TimestampSeconds: Slot<long>(vector, row) = Math.DivRem(Microseconds(value), 1_000_000).Quotient; break;
            case DuckDbType.TimestampMilliseconds: Slot<long>(vector, row) = Microseconds(value) / 1_000; break;
            case DuckDbType.TimestampNanoseconds: Slot<long>(vector, row) = checked(((value is DateTimeOffset exact ? exact.UtcTicks : ((DateTime)value).Ticks) - DateTime.UnixEpoch.Ticks) * 100); break;
            case DuckDbType.Interval: Slot<DuckDbInterval>(vector, row) = value is TimeSpan duration ? DuckDbInterval.Of(duration) : (DuckDbInterval)value; break;
            case DuckDbType.Uuid:
                var bits = NativeValue.UuidBits((Guid)value);
                Slot<Int128>(vector, row) = (Int128)new UInt128(bits.Upper, bits.Lower) ^ Int128.MinValue;
                break;
            case DuckDbType.Enum:
                var place = type.EnumValues.ToList().IndexOf((string)value);
                SetWhole(vector, type.Storage, row, place >= 0 ? place : throw Refused(value, type, name, null));
                break;
            case DuckDbType.Decimal: SetWhole(vector, type.Storage, row, Scaled(value, type, name)); break;
            case DuckDbType.List: WriteList(vector, type, row, (IList)value, name); break;
            case DuckDbType.Array: WriteArray(vector, type, row, (IList)value, name); break;
            case DuckDbType.UHugeInt: Slot<UInt128>(vector, row) = value is BigInteger big ? (UInt128)big : checked((UInt128)Whole(value, type, name)); break;
            case DuckDbType.Map: WriteMap(vector, type, row, (IReadOnlyList<KeyValuePair<object, object?>>)value, name); break;
            case DuckDbType.Struct: WriteStruct(vector, type, row, (IReadOnlyDictionary<string, object?>)value, name); break;
            default: SetWhole(vector, type.Storage, row, Whole(value, type, name)); break;
        }
    }

    private static void WriteNull(nint vector, DuckDbLogicalType type, int row)
    {
        SetNull(vector, row);
        if (type.Id is DuckDbType.List or DuckDbType.Map)
            Slot<DuckDbListEntry>(vector, row) = new DuckDbListEntry(NativeMethods.duckdb_list_vector_get_size(vector), 0);
        for (var i = 0; i < type.Fields.Count; i++)
            WriteNull(NativeMethods.duckdb_struct_vector_get_child(vector, (ulong)i), type.Fields[i].Type, row);
        for (var i = 0; i < type.ArraySize; i++)
            WriteNull(NativeMethods.duckdb_array_vector_get_child(vector), type.Element!, row * type.ArraySize + i);
    }

    private static void WriteList(nint vector, DuckDbLogicalType type, int row, IList list, string name)
    {
        var child = Reserve(vector, row, list.Count, out var start);
        for (var i = 0; i < list.Count; i++)
            Write(child, type.Element!, start + i, list[i], name);
    }

    private static void WriteMap(nint vector, DuckDbLogicalType type, int row, IReadOnlyList<KeyValuePair<object, object?>> pairs, string name)
    {
        var child = Reserve(vector, row, pairs.Count, out var start);
        for (var i = 0; i < pairs.Count; i++)
        {
            Write(NativeMethods.duckdb_struct_vector_get_child(child, 0), type.Element!.Fields[0].Type, start + i, pairs[i].Key, name);
            Write(NativeMethods.duckdb_struct_vector_get_child(child, 1), type.Element.Fields[1].Type, start + i, pairs[i].Value, name);
        }
    }

    /// <summary>Makes room for a row's elements. This may move the child's data, so pointers to it are fetched anew for every value.</summary>
    private static nint Reserve(nint vector, int row, int count, out int start)
    {
        var size = NativeMethods.duckdb_list_vector_get_size(vector);
        NativeMethods.duckdb_list_vector_reserve(vector, size + (ulong)count);
        NativeMethods.duckdb_list_vector_set_size(vector, size + (ulong)count);
        Slot<DuckDbListEntry>(vector, row) = new DuckDbListEntry(size, (ulong)count);
        start = (int)size;
        return NativeMethods.duckdb_list_vector_get_child(vector);
    }

    private static void WriteArray(nint vector, DuckDbLogicalType type, int row, IList list, string name)
    {
        if (list.Count != type.ArraySize)
            throw new InvalidCastException(FormattableString.Invariant($"Column '{name}' is {type}, so every value must have {type.ArraySize} elements, but one has {list.Count}."))
            { Data = { ["column"] = name } };
        var child = NativeMethods.duckdb_array_vector_get_child(vector);
        for (var i = 0; i < list.Count; i++)
            Write(child, type.Element!, row * type.ArraySize + i, list[i], name);
    }

    private static void WriteStruct(nint vector, DuckDbLogicalType type, int row, IReadOnlyDictionary<string, object?> members, string name)
    {
        for (var i = 0; i < type.Fields.Count; i++)
            Write(NativeMethods.duckdb_struct_vector_get_child(vector, (ulong)i), type.Fields[i].Type, row,
                members.GetValueOrDefault(type.Fields[i].Name), $"{name}.{type.Fields[i].Name}");
    }

    private static void SetWhole(nint vector, DuckDbType storage, int row, Int128 value)
    {
        switch (storage)
        {
            case DuckDbType.TinyInt: Slot<sbyte>(vector, row) = checked((sbyte)value); break;
            case DuckDbType.SmallInt: Slot<short>(vector, row) = checked((short)value); break;
            case DuckDbType.Integer: Slot<int>(vector, row) = checked((int)value); break;
            case DuckDbType.BigInt: Slot<long>(vector, row) = checked((long)value); break;
            case DuckDbType.UTinyInt: Slot<byte>(vector, row) = checked((byte)value); break;
            case DuckDbType.USmallInt: Slot<ushort>(vector, row) = checked((ushort)value); break;
            case DuckDbType.UInteger: Slot<uint>(vector, row) = checked((uint)value); break;
            case DuckDbType.UBigInt: Slot<ulong>(vector, row) = checked((ulong)value); break;
            case DuckDbType.HugeInt: Slot<Int128>(vector, row) = value; break;
            default: throw new InvalidCastException($"An appender cannot write {storage}. Use INSERT with a cast.");
        }
    }

    private static Int128 Whole(object value, DuckDbLogicalType type, string name) => value switch
    {
        BigInteger big => (Int128)big,
        Int128 whole => whole,
        sbyte or short or int or long => System.Convert.ToInt64(value, CultureInfo.InvariantCulture),
        byte or ushort or uint or ulong => System.Convert.ToUInt64(value, CultureInfo.InvariantCulture),
        _ => throw Refused(value, type, name, null),
    };

    private static Int128 Scaled(object value, DuckDbLogicalType type, string name)
    {
        var exact = value is decimal number ? number : System.Convert.ToDecimal(value, CultureInfo.InvariantCulture);
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(exact, bits);
        var whole = (BigInteger)new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]) * BigInteger.Pow(10, type.Scale);
        var (quotient, rest) = BigInteger.DivRem(whole, BigInteger.Pow(10, exact.Scale));
        if (!rest.IsZero || quotient >= BigInteger.Pow(10, type.Width))
            throw Refused(value, type, name, null);
        return (Int128)(exact < 0 ? -quotient : quotient);
    }

    private static long Microseconds(object value) => DuckDbTime.Microseconds(value is DateTimeOffset time ? time.UtcDateTime : (DateTime)value);

    private static ref T Slot<T>(nint vector, int row) where T : unmanaged => ref ((T*)NativeMethods.duckdb_vector_get_data(vector))[row];

    private static InvalidCastException Refused(object value, DuckDbLogicalType type, string name, Exception? inner) =>
        new($"Column '{name}' is {type} and cannot hold the {value.GetType().Name} {System.Convert.ToString(value, CultureInfo.InvariantCulture)}.", inner)
        { Data = { ["column"] = name } };
}
