using System.Text;
using Bellwether.Storage.DuckDb.Interop;

namespace Bellwether.Storage.DuckDb.Columns;

/// <summary>The values of one column in one chunk, where DuckDB keeps them: no copy. Valid until the stream moves on.</summary>
public readonly unsafe ref struct DuckDbVector
{
    private readonly nint _vector;
    private readonly string _name;

    internal DuckDbVector(nint vector, DuckDbLogicalType type, int count, string name)
    {
        _vector = vector;
        _name = name;
        Type = type;
        Count = count;
    }

    /// <summary>The type of the values.</summary>
    public DuckDbLogicalType Type { get; }

    /// <summary>How many values there are.</summary>
    public int Count { get; }

    /// <summary>One bit per value, the lowest first, set where the value is not NULL; empty when none is NULL.</summary>
    public ReadOnlySpan<ulong> Validity
    {
        get
        {
            var mask = NativeMethods.duckdb_vector_get_validity(_vector);
            return mask == null ? default : new(mask, (Count + 63) >> 6);
        }
    }

    /// <summary>The child of a LIST or MAP: all elements one after another; <see cref="Values{T}"/> of <see cref="DuckDbListEntry"/> says
    /// which belong to which row. The child of an ARRAY: <see cref="DuckDbLogicalType.ArraySize"/> elements per row.</summary>
    /// <exception cref="InvalidCastException">The type nests no elements.</exception>
    public DuckDbVector Elements => Type.Id switch
    {
        DuckDbType.List or DuckDbType.Map => new(NativeMethods.duckdb_list_vector_get_child(_vector), Type.Element!, (int)NativeMethods.duckdb_list_vector_get_size(_vector), _name),
        DuckDbType.Array => new(NativeMethods.duckdb_array_vector_get_child(_vector), Type.Element!, Count * Type.ArraySize, _name),
        _ => throw new InvalidCastException($"Column '{_name}' must be a LIST, ARRAY or MAP to have elements, but is {Type}."),
    };

    /// <summary>The values as they are stored; the slots of NULLs hold anything.</summary>
    /// <typeparam name="T">Exactly <see cref="DuckDbLogicalType.Unmanaged"/>: long for a BIGINT or a TIMESTAMP (microseconds), Int128 for
    /// what <c>sum</c> over integers gives.</typeparam>
    /// <exception cref="InvalidCastException">It is another type: reading with a wrong width would read foreign memory.</exception>
    public ReadOnlySpan<T> Values<T>() where T : unmanaged
    {
        if (typeof(T) != Type.Unmanaged)
            throw new InvalidCastException($"Column '{_name}' is {Type} and must be read as {Type.Unmanaged?.Name ?? "texts or elements"}, not as {typeof(T).Name}. Cast it in the query if another type is wanted.");
        return new(NativeMethods.duckdb_vector_get_data(_vector), Count);
    }

    /// <summary>Whether a value is NULL.</summary>
    public bool IsNull(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Count, nameof(row));
        var mask = NativeMethods.duckdb_vector_get_validity(_vector);
        return mask != null && ((mask[row >> 6] >> (row & 63)) & 1) == 0;
    }

    /// <summary>The bytes of a VARCHAR (UTF-8), BLOB or BIT.</summary>
    /// <exception cref="InvalidCastException">The column is of another type.</exception>
    public ReadOnlySpan<byte> Utf8(int row)
    {
        if (Type.Id is not (DuckDbType.Varchar or DuckDbType.Blob))
            throw new InvalidCastException($"Column '{_name}' must be VARCHAR or BLOB to be read as bytes, but is {Type}.");
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Count, nameof(row));
        // string_t: 4 bytes of length, then up to 12 bytes inline or a prefix of 4 and a pointer.
        var text = (byte*)NativeMethods.duckdb_vector_get_data(_vector) + 16L * row;
        var length = *(int*)text;
        return length <= 12 ? new(text + 4, length) : new(*(void**)(text + 8), length);
    }

    /// <summary>A VARCHAR as text; null when it is NULL.</summary>
    public string? Text(int row) => IsNull(row) ? null : Encoding.UTF8.GetString(Utf8(row));

    /// <summary>A member of a STRUCT.</summary>
    /// <exception cref="InvalidCastException">The column is no STRUCT.</exception>
    public DuckDbVector Field(int index) => Type.Id == DuckDbType.Struct
        ? new(NativeMethods.duckdb_struct_vector_get_child(_vector, (ulong)index), Type.Fields[index].Type, Count, _name + "." + Type.Fields[index].Name)
        : throw new InvalidCastException($"Column '{_name}' must be a STRUCT to have fields, but is {Type}.");

    /// <summary>A value as an object (<see cref="DuckDbLogicalType.ClrType"/>); null when it is NULL.</summary>
    public object? Value(int row) => IsNull(row) ? null : ValueReader.Read(this, row, _name);
}
