using System.Numerics;
using Bellwether.Storage.DuckDb.Interop;

namespace Bellwether.Storage.DuckDb.Columns;

/// <summary>The full type of a column: for nested types also what it nests, for DECIMAL and ENUM how it is stored. Immutable.</summary>
public sealed unsafe class DuckDbLogicalType
{
    private DuckDbLogicalType(DuckDbType id, DuckDbType storage)
    {
        Id = id;
        Storage = storage;
    }

    /// <summary>The kind of type.</summary>
    public DuckDbType Id { get; }

    /// <summary>How values lie in a vector: an integer type for DECIMAL and ENUM, else <see cref="Id"/>.</summary>
    public DuckDbType Storage { get; }

    /// <summary>Of a DECIMAL: how many digits.</summary>
    public int Width { get; private init; }

    /// <summary>Of a DECIMAL: how many digits after the point.</summary>
    public int Scale { get; private init; }

    /// <summary>Of an ARRAY: how many elements each value has.</summary>
    public int ArraySize { get; private init; }

    /// <summary>Of a LIST, ARRAY or MAP: the type of an element (a MAP's is a STRUCT of key and value).</summary>
    public DuckDbLogicalType? Element { get; private init; }

    /// <summary>Of a STRUCT: its members.</summary>
    public IReadOnlyList<DuckDbField> Fields { get; private init; } = [];

    /// <summary>Of an ENUM: its values.</summary>
    public IReadOnlyList<string> EnumValues { get; private init; } = [];

    /// <summary>The type that <see cref="DuckDbVector.Values{T}"/> must be asked for; null when values have no fixed width.</summary>
    public Type? Unmanaged => Storage switch
    {
        DuckDbType.Boolean => typeof(bool),
        DuckDbType.TinyInt => typeof(sbyte),
        DuckDbType.SmallInt => typeof(short),
        DuckDbType.Integer or DuckDbType.Date => typeof(int),
        DuckDbType.BigInt or DuckDbType.Timestamp or DuckDbType.TimestampTz or DuckDbType.TimestampSeconds or DuckDbType.TimestampMilliseconds
            or DuckDbType.TimestampNanoseconds or DuckDbType.Time or DuckDbType.TimeTz or DuckDbType.TimeNanoseconds => typeof(long),
        DuckDbType.UTinyInt => typeof(byte),
        DuckDbType.USmallInt => typeof(ushort),
        DuckDbType.UInteger => typeof(uint),
        DuckDbType.UBigInt => typeof(ulong),
        DuckDbType.Float => typeof(float),
        DuckDbType.Double => typeof(double),
        DuckDbType.HugeInt or DuckDbType.Uuid => typeof(Int128),
        DuckDbType.UHugeInt => typeof(UInt128),
        DuckDbType.Interval => typeof(DuckDbInterval),
        DuckDbType.List or DuckDbType.Map => typeof(DuckDbListEntry),
        _ => null,
    };

    /// <summary>The type of a value read as an object. A LIST or ARRAY is an array of its element's type, of the nullable one when an
    /// element is NULL; a STRUCT is a dictionary; a MAP is an array of pairs.</summary>
    public Type ClrType => Id switch
    {
        DuckDbType.Timestamp or DuckDbType.TimestampSeconds or DuckDbType.TimestampMilliseconds or DuckDbType.TimestampNanoseconds => typeof(DateTime),
        DuckDbType.TimestampTz => typeof(DateTimeOffset),
        DuckDbType.Date => typeof(DateOnly),
        DuckDbType.Time => typeof(TimeOnly),
        DuckDbType.HugeInt or DuckDbType.UHugeInt => typeof(BigInteger),
        DuckDbType.Varchar or DuckDbType.Enum => typeof(string),
        DuckDbType.Blob => typeof(byte[]),
        DuckDbType.Decimal => typeof(decimal),
        DuckDbType.Uuid => typeof(Guid),
        DuckDbType.List or DuckDbType.Array => typeof(Array),
        DuckDbType.Struct => typeof(Dictionary<string, object?>),
        DuckDbType.Map => typeof(KeyValuePair<object, object?>[]),
        _ => Unmanaged ?? typeof(object),
    };

    /// <summary>The type as SQL writes it.</summary>
    public override string ToString() => Id switch
    {
        DuckDbType.Decimal => FormattableString.Invariant($"DECIMAL({Width},{Scale})"),
        DuckDbType.List => $"{Element}[]",
        DuckDbType.Array => FormattableString.Invariant($"{Element}[{ArraySize}]"),
        DuckDbType.Struct => $"STRUCT({string.Join(", ", Fields.Select(f => $"{f.Name} {f.Type}"))})",
        DuckDbType.Map => $"MAP({Element!.Fields[0].Type}, {Element.Fields[1].Type})",
        DuckDbType.Enum => $"ENUM({string.Join(", ", EnumValues.Take(8).Select(v => $"'{v}'"))}{(EnumValues.Count > 8 ? ", …" : "")})",
        DuckDbType.TimestampTz => "TIMESTAMP WITH TIME ZONE",
        DuckDbType.TimestampSeconds => "TIMESTAMP_S",
        DuckDbType.TimestampMilliseconds => "TIMESTAMP_MS",
        DuckDbType.TimestampNanoseconds => "TIMESTAMP_NS",
        DuckDbType.TimeTz => "TIME WITH TIME ZONE",
        _ => Id.ToString().ToUpperInvariant(),
    };

    /// <summary>Reads a native type and destroys it.</summary>
    internal static DuckDbLogicalType Take(nint type)
    {
        try
        {
            return Read(type);
        }
        finally
        {
            NativeMethods.duckdb_destroy_logical_type(ref type);
        }
    }

    internal static DuckDbLogicalType Read(nint type)
    {
        var id = NativeMethods.duckdb_get_type_id(type);
        switch (id)
        {
            case DuckDbType.Decimal:
                return new(id, NativeMethods.duckdb_decimal_internal_type(type))
                {
                    Width = NativeMethods.duckdb_decimal_width(type),
                    Scale = NativeMethods.duckdb_decimal_scale(type),
                };
            case DuckDbType.Enum:
                var values = new string[NativeMethods.duckdb_enum_dictionary_size(type)];
                for (var i = 0; i < values.Length; i++)
                    values[i] = NativeMethods.TakeText(NativeMethods.duckdb_enum_dictionary_value(type, (ulong)i));
                return new(id, NativeMethods.duckdb_enum_internal_type(type)) { EnumValues = values };
            case DuckDbType.List:
                return new(id, id) { Element = Take(NativeMethods.duckdb_list_type_child_type(type)) };
            case DuckDbType.Array:
                return new(id, id)
                {
                    Element = Take(NativeMethods.duckdb_array_type_child_type(type)),
                    ArraySize = (int)NativeMethods.duckdb_array_type_array_size(type),
                };
            case DuckDbType.Map:
                var pair = new DuckDbLogicalType(DuckDbType.Struct, DuckDbType.Struct)
                {
                    Fields =
                    [
                        new("key", Take(NativeMethods.duckdb_map_type_key_type(type))),
                        new("value", Take(NativeMethods.duckdb_map_type_value_type(type))),
                    ],
                };
                return new(id, id) { Element = pair };
            case DuckDbType.Struct:
                var fields = new DuckDbField[NativeMethods.duckdb_struct_type_child_count(type)];
                for (var i = 0; i < fields.Length; i++)
                    fields[i] = new(NativeMethods.TakeText(NativeMethods.duckdb_struct_type_child_name(type, (ulong)i)),
                        Take(NativeMethods.duckdb_struct_type_child_type(type, (ulong)i)));
                return new(id, id) { Fields = fields };
            default:
                return new(id, id);
        }
    }
}
