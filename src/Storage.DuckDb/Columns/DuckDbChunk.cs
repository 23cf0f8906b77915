using Bellwether.Storage.DuckDb.Interop;

namespace Bellwether.Storage.DuckDb.Columns;

/// <summary>Up to 2,048 rows, column by column, where DuckDB keeps them. It and every span from it are valid until the stream moves on or
/// is disposed: copy what must stay.</summary>
public readonly ref struct DuckDbChunk
{
    private readonly nint _chunk;
    private readonly IReadOnlyList<DuckDbField> _columns;

    internal DuckDbChunk(nint chunk, IReadOnlyList<DuckDbField> columns)
    {
        _chunk = chunk;
        _columns = columns;
        RowCount = (int)NativeMethods.duckdb_data_chunk_get_size(chunk);
    }

    /// <summary>How many rows there are; never 0.</summary>
    public int RowCount { get; }

    /// <summary>How many columns there are.</summary>
    public int ColumnCount => _columns.Count;

    /// <summary>A column, for everything that <see cref="Column{T}"/> is too plain for.</summary>
    public DuckDbVector Vector(int column) =>
        new(NativeMethods.duckdb_data_chunk_get_vector(_chunk, (ulong)column), _columns[column].Type, RowCount, _columns[column].Name);

    /// <summary>The values of a column of fixed width; the slots of NULLs hold anything (see <see cref="Validity"/>).</summary>
    /// <exception cref="InvalidCastException"><typeparamref name="T"/> is not how the column is stored.</exception>
    public ReadOnlySpan<T> Column<T>(int column) where T : unmanaged => Vector(column).Values<T>();

    /// <summary>One bit per row, set where the value is not NULL; empty when none is NULL.</summary>
    public ReadOnlySpan<ulong> Validity(int column) => Vector(column).Validity;

    /// <summary>Whether a value is NULL.</summary>
    public bool IsNull(int column, int row) => Vector(column).IsNull(row);

    /// <summary>The UTF-8 bytes of a text.</summary>
    public ReadOnlySpan<byte> Utf8(int column, int row) => Vector(column).Utf8(row);

    /// <summary>A text; null when it is NULL.</summary>
    public string? Text(int column, int row) => Vector(column).Text(row);
}
