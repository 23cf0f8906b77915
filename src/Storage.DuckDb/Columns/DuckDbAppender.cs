using Bellwether.Storage.DuckDb.Interop;

namespace Bellwether.Storage.DuckDb.Columns;

/// <summary>Writes many rows into one table: the caller fills columns of up to <see cref="Capacity"/> rows where DuckDB keeps them, and
/// appends them as one chunk; or appends row by row.</summary>
/// <remarks>Only <see cref="Complete"/> finishes an append: disposing without it (an exception passed by, say) drops what was buffered.
/// DuckDB writes full row groups while the append goes on; to have all rows or none, append inside a transaction. For one thread.</remarks>
public sealed unsafe class DuckDbAppender : IDisposable
{
    private readonly Session _session;
    private readonly AppenderHandle _appender;
    private readonly DuckDbField[] _columns;
    private nint _chunk;
    private int _filled;

    internal DuckDbAppender(Session session, string table, ReadOnlySpan<string> columns)
    {
        _session = session;
        session.Enter();
        var state = NativeMethods.duckdb_appender_create_ext(session.Connection, null, null, table, out var pointer);
        _appender = new AppenderHandle(session.Connection, pointer);
        try
        {
            Check(state);
            foreach (var column in columns)
                Check(NativeMethods.duckdb_appender_add_column(_appender, column));
            _columns = new DuckDbField[NativeMethods.duckdb_appender_column_count(_appender)];
            var types = new nint[_columns.Length];
            for (var i = 0; i < types.Length; i++)
            {
                types[i] = NativeMethods.duckdb_appender_column_type(_appender, (ulong)i);
                _columns[i] = new(columns.IsEmpty ? FormattableString.Invariant($"{table}[{i}]") : columns[i], DuckDbLogicalType.Read(types[i]));
            }

            fixed (nint* start = types)
                _chunk = NativeMethods.duckdb_create_data_chunk(start, (ulong)types.Length);
            foreach (ref var type in types.AsSpan())
                NativeMethods.duckdb_destroy_logical_type(ref type);
        }
        catch
        {
            _appender.Dispose();
            throw;
        }
    }

    /// <summary>The types of the columns that are written.</summary>
    public IReadOnlyList<DuckDbField> Columns => _columns;

    /// <summary>How many rows a chunk holds: 2,048.</summary>
    public static int Capacity { get; } = (int)NativeMethods.duckdb_vector_size();

    /// <summary>How many rows were appended so far.</summary>
    public long RowCount { get; private set; }

    /// <summary>The slots of a column of fixed width, <see cref="Capacity"/> of them, for the chunk that is filled now.</summary>
    /// <exception cref="InvalidCastException"><typeparamref name="T"/> is not how the column is stored.</exception>
    public Span<T> Column<T>(int column) where T : unmanaged => Slots<T>(Vector(column), _columns[column].Type, Capacity, column);

    /// <summary>The slots of an ARRAY column's elements: row r has those from r times the array's size on.</summary>
    /// <exception cref="InvalidCastException">The column is no ARRAY of <typeparamref name="T"/>.</exception>
    public Span<T> ArrayColumn<T>(int column) where T : unmanaged
    {
        var type = _columns[column].Type;
        return type.Id == DuckDbType.Array
            ? Slots<T>(NativeMethods.duckdb_array_vector_get_child(Vector(column)), type.Element!, Capacity * type.ArraySize, column)
            : throw new InvalidCastException($"Column '{_columns[column].Name}' must be an ARRAY, but is {type}.");
    }

    /// <summary>Marks a value of the chunk that is filled now as NULL.</summary>
    public void SetNull(int column, int row) => ValueWriter.SetNull(Vector(column), CheckRow(row));

    /// <summary>Sets a text of the chunk that is filled now.</summary>
    /// <exception cref="InvalidCastException">The column is no VARCHAR.</exception>
    public void SetText(int column, int row, ReadOnlySpan<char> text)
    {
        Require(column, DuckDbType.Varchar);
        ValueWriter.SetText(Vector(column), CheckRow(row), text);
    }

    /// <summary>Sets a text (which must be UTF-8: other bytes are refused here) or a BLOB of the chunk that is filled now.</summary>
    /// <exception cref="InvalidCastException">The column is neither.</exception>
    /// <exception cref="ArgumentException">The column is a VARCHAR and the bytes are no UTF-8.</exception>
    public void SetUtf8(int column, int row, ReadOnlySpan<byte> bytes)
    {
        if (_columns[column].Type.Id != DuckDbType.Blob)
        {
            Require(column, DuckDbType.Varchar);
            if (!System.Text.Unicode.Utf8.IsValid(bytes))
                throw new ArgumentException(FormattableString.Invariant($"The text of column '{_columns[column].Name}', row {row}, must be UTF-8, but is not."), nameof(bytes));
        }

        ValueWriter.SetBytes(Vector(column), CheckRow(row), bytes);
    }

    /// <summary>Appends the rows filled so far, and makes the chunk empty again: spans got before must not be used any more.</summary>
    /// <param name="rows">How many, from row 0 on; at most <see cref="Capacity"/>.</param>
    /// <exception cref="DuckDbException">DuckDB refuses them; nothing buffered will be written.</exception>
    public void Append(int rows)
    {
        Numerics.Require.InRange(rows, 0, Capacity);
        _session.Enter();
        ObjectDisposedException.ThrowIf(_chunk == 0, this);
        NativeMethods.duckdb_data_chunk_set_size(_chunk, (ulong)rows);
        Check(NativeMethods.duckdb_append_data_chunk(_appender, _chunk));
        NativeMethods.duckdb_data_chunk_reset(_chunk);
        RowCount += rows;
        _filled = 0;
    }

    /// <summary>Appends one row of values in the order of <see cref="Columns"/>; the chunk is appended when it is full.</summary>
    /// <exception cref="InvalidCastException">A value does not fit its column.</exception>
    /// <exception cref="ArgumentException">There are more or fewer values than columns.</exception>
    public void AppendRow(params ReadOnlySpan<object?> values)
    {
        Numerics.Require.SameLength(_columns.Length, values.Length);
        for (var i = 0; i < values.Length; i++)
            ValueWriter.Write(Vector(i), _columns[i].Type, _filled, values[i], _columns[i].Name);
        if (++_filled == Capacity)
            Append(_filled);
    }

    /// <summary>Writes everything that was appended. Outside a transaction this commits.</summary>
    /// <exception cref="DuckDbException">A constraint is violated, or a value refused; nothing buffered was written.</exception>
    public void Complete()
    {
        if (_filled > 0)
            Append(_filled);
        _session.Enter();
        Check(NativeMethods.duckdb_appender_flush(_appender));
    }

    /// <summary>Drops what was appended since the last <see cref="Complete"/> and is still buffered, and frees the appender.</summary>
    public void Dispose()
    {
        if (_chunk != 0)
            NativeMethods.duckdb_destroy_data_chunk(ref _chunk);
        _appender.Dispose();
    }

    private nint Vector(int column)
    {
        ObjectDisposedException.ThrowIf(_chunk == 0 || _appender.IsClosed, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)_columns.Length, nameof(column));
        return NativeMethods.duckdb_data_chunk_get_vector(_chunk, (ulong)column);
    }

    private Span<T> Slots<T>(nint vector, DuckDbLogicalType type, int count, int column) where T : unmanaged => typeof(T) == type.Unmanaged
        ? new(NativeMethods.duckdb_vector_get_data(vector), count)
        : throw new InvalidCastException($"Column '{_columns[column].Name}' is {type} and must be written as {type.Unmanaged?.Name ?? "texts or elements"}, not as {typeof(T).Name}.");

    private void Require(int column, DuckDbType type)
    {
        if (_columns[column].Type.Id != type)
            throw new InvalidCastException($"Column '{_columns[column].Name}' must be {type}, but is {_columns[column].Type}.");
    }

    private static int CheckRow(int row) => Numerics.Require.InRange(row, 0, Capacity - 1);

    private void Check(NativeState state)
    {
        if (state == NativeState.Success)
            return;
        var error = NativeMethods.duckdb_appender_error_data(_appender);
        try
        {
            throw _session.Failed(NativeMethods.Text(NativeMethods.duckdb_error_data_message(error)), NativeMethods.duckdb_error_data_error_type(error), null);
        }
        finally
        {
            NativeMethods.duckdb_destroy_error_data(ref error);
            // What was refused must not be written by a later flush either.
            _appender.Dispose();
        }
    }
}
