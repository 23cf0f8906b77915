using System.Collections;
using System.Collections.ObjectModel;
using System.Data;
using System.Data.Common;
using System.Globalization;
using Bellwether.Storage.DuckDb.Columns;
using Bellwether.Storage.DuckDb.Interop;

namespace Bellwether.Storage.DuckDb;

/// <summary>Reads rows one by one, streamed from the query. For bulk numbers use <see cref="DuckDbConnection.StreamChunks"/>, which
/// copies nothing.</summary>
public sealed class DuckDbDataReader : DbDataReader, IDbColumnSchemaGenerator
{
    private readonly DuckDbCommand _command;
    private readonly CommandBehavior _behavior;
    private readonly StatementSequence _statements;
    private ResultHandle? _result;
    private DuckDbField[] _columns = [];
    private nint _chunk;
    private int _row = -1, _rowCount;
    private bool _peeked, _closed;

    internal DuckDbDataReader(DuckDbCommand command, CommandBehavior behavior, CancellationToken cancellationToken)
    {
        _command = command;
        _behavior = behavior;
        _statements = new StatementSequence(command);
        try
        {
            Open(cancellationToken);
        }
        catch
        {
            _statements.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override int FieldCount => _columns.Length;

    /// <inheritdoc/>
    public override int Depth => 0;

    /// <inheritdoc/>
    public override bool IsClosed => _closed;

    /// <inheritdoc/>
    public override int RecordsAffected => (int)Math.Min(_statements.RowsChanged, int.MaxValue);

    /// <inheritdoc/>
    public override bool HasRows
    {
        get
        {
            if (_row < 0 && !_peeked && _result is not null)
                _peeked = FetchChunk(CancellationToken.None);
            return _peeked || _rowCount > 0;
        }
    }

    /// <inheritdoc/>
    public override object this[int ordinal] => GetValue(ordinal);

    /// <inheritdoc/>
    public override object this[string name] => GetValue(GetOrdinal(name));

    /// <inheritdoc/>
    public override bool Read() => Read(CancellationToken.None);

    /// <summary>Moves to the next row. Rows that are already in memory complete at once; fetching the next chunk runs on the thread pool.</summary>
    public override Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<bool>(cancellationToken);
        return _row + 1 < _rowCount && !_peeked ? Task.FromResult(Read(cancellationToken)) : Task.Run(() => Read(cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public override bool NextResult() => NextResult(CancellationToken.None);

    /// <inheritdoc/>
    public override Task<bool> NextResultAsync(CancellationToken cancellationToken) => Task.Run(() => NextResult(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override object GetValue(int ordinal) => Vector(ordinal).Value(_row) ?? DBNull.Value;

    /// <inheritdoc/>
    public override int GetValues(object[] values)
    {
        var count = Math.Min(values.Length, FieldCount);
        for (var i = 0; i < count; i++)
            values[i] = GetValue(i);
        return count;
    }

    /// <inheritdoc/>
    public override bool IsDBNull(int ordinal) => Vector(ordinal).IsNull(_row);

    /// <summary>The value as <typeparamref name="T"/>; besides the column's own type: nullable ones, any number type that holds the value
    /// exactly, DateTime and DateTimeOffset for each other (UTC), TimeSpan for an interval, Int128 for a HUGEINT.</summary>
    /// <exception cref="InvalidCastException">The value cannot be had as <typeparamref name="T"/>, or it is NULL and T is not nullable.</exception>
    public override T GetFieldValue<T>(int ordinal)
    {
        var value = GetValue(ordinal);
        if (value is T fits)
            return fits;
        var target = Nullable.GetUnderlyingType(typeof(T));
        if (value is DBNull)
            return target is not null || !typeof(T).IsValueType
                ? default!
                : throw new InvalidCastException($"Column '{_columns[ordinal].Name}' is NULL in this row, which a {typeof(T).Name} cannot be. Check IsDBNull first.");
        return (T)FieldConversion.To(value, target ?? typeof(T), _columns[ordinal].Name);
    }

    /// <inheritdoc/>
    public override string GetName(int ordinal) => _columns[ordinal].Name;

    /// <inheritdoc/>
    public override int GetOrdinal(string name)
    {
        var place = Array.FindIndex(_columns, c => c.Name == name);
        if (place < 0)
            place = Array.FindIndex(_columns, c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase));
        return place >= 0 ? place : throw new ArgumentException($"The result has the columns {string.Join(", ", _columns.Select(c => c.Name))}, but not '{name}'.", nameof(name));
    }

    /// <inheritdoc/>
    public override Type GetFieldType(int ordinal) => _columns[ordinal].Type.ClrType;

    /// <inheritdoc/>
    public override string GetDataTypeName(int ordinal) => _columns[ordinal].Type.ToString();

    /// <inheritdoc/>
    public override bool GetBoolean(int ordinal) => GetFieldValue<bool>(ordinal);

    /// <inheritdoc/>
    public override byte GetByte(int ordinal) => GetFieldValue<byte>(ordinal);

    /// <inheritdoc/>
    public override char GetChar(int ordinal) => GetString(ordinal) is { Length: 1 } text ? text[0] : throw new InvalidCastException("The text must have one character.");

    /// <inheritdoc/>
    public override DateTime GetDateTime(int ordinal) => GetFieldValue<DateTime>(ordinal);

    /// <inheritdoc/>
    public override decimal GetDecimal(int ordinal) => GetFieldValue<decimal>(ordinal);

    /// <inheritdoc/>
    public override double GetDouble(int ordinal) => GetFieldValue<double>(ordinal);

    /// <inheritdoc/>
    public override float GetFloat(int ordinal) => GetFieldValue<float>(ordinal);

    /// <inheritdoc/>
    public override Guid GetGuid(int ordinal) => GetFieldValue<Guid>(ordinal);

    /// <inheritdoc/>
    public override short GetInt16(int ordinal) => GetFieldValue<short>(ordinal);

    /// <inheritdoc/>
    public override int GetInt32(int ordinal) => GetFieldValue<int>(ordinal);

    /// <inheritdoc/>
    public override long GetInt64(int ordinal) => GetFieldValue<long>(ordinal);

    /// <inheritdoc/>
    public override string GetString(int ordinal) => GetFieldValue<string>(ordinal);

    /// <inheritdoc/>
    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length)
    {
        var bytes = Vector(ordinal).Utf8(_row);
        if (buffer is null)
            return bytes.Length;
        var part = bytes[(int)Math.Min(dataOffset, bytes.Length)..];
        part = part[..Math.Min(length, part.Length)];
        part.CopyTo(buffer.AsSpan(bufferOffset));
        return part.Length;
    }

    /// <inheritdoc/>
    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length)
    {
        var text = GetString(ordinal);
        if (buffer is null)
            return text.Length;
        var part = text.AsSpan((int)Math.Min(dataOffset, text.Length));
        part = part[..Math.Min(length, part.Length)];
        part.CopyTo(buffer.AsSpan(bufferOffset));
        return part.Length;
    }

    /// <inheritdoc/>
    public override IEnumerator GetEnumerator() => new DbEnumerator(this, closeReader: false);

    /// <inheritdoc/>
    public ReadOnlyCollection<DbColumn> GetColumnSchema() => new([.. _columns.Select((c, i) => (DbColumn)new DuckDbColumn(c, i))]);

    /// <inheritdoc/>
    public override DataTable GetSchemaTable()
    {
        var table = new DataTable("SchemaTable") { Locale = CultureInfo.InvariantCulture };
        (string Name, Type Type)[] parts =
        [
            ("ColumnName", typeof(string)), ("ColumnOrdinal", typeof(int)), ("ColumnSize", typeof(int)), ("NumericPrecision", typeof(short)),
            ("NumericScale", typeof(short)), ("DataType", typeof(Type)), ("DataTypeName", typeof(string)), ("AllowDBNull", typeof(bool)),
            ("IsUnique", typeof(bool)), ("IsKey", typeof(bool)), ("IsLong", typeof(bool)), ("IsReadOnly", typeof(bool)),
        ];
        foreach (var (name, type) in parts)
            table.Columns.Add(name, type);
        for (var i = 0; i < _columns.Length; i++)
        {
            var type = _columns[i].Type;
            var isDecimal = type.Id == DuckDbType.Decimal;
            table.Rows.Add(_columns[i].Name, i, -1, isDecimal ? (short)type.Width : DBNull.Value, isDecimal ? (short)type.Scale : DBNull.Value,
                type.ClrType, type.ToString(), true, false, false, false, true);
        }

        return table;
    }

    /// <inheritdoc/>
    public override void Close()
    {
        if (_closed)
            return;
        _closed = true;
        CloseResult();
        _statements.Dispose();
        if (_behavior.HasFlag(CommandBehavior.CloseConnection))
            _command.Connection?.Close();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Close();
            _result?.Dispose();
        }

        base.Dispose(disposing);
    }

    internal bool Read(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        if (_peeked || ++_row < _rowCount)
        {
            _row = _peeked ? 0 : _row;
            _peeked = false;
            return true;
        }

        if (_result is null || !FetchChunk(cancellationToken))
            return false;
        _row = 0;
        return true;
    }

    internal bool NextResult(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        CloseResult();
        return Open(cancellationToken);
    }

    /// <summary>Passes over the next chunk of rows; false at the end.</summary>
    internal bool SkipChunk(CancellationToken cancellationToken) => _result is not null && FetchChunk(cancellationToken);

    private bool Open(CancellationToken cancellationToken)
    {
        _result = _statements.NextRows(cancellationToken);
        _columns = _result is null ? [] : ResultColumns.Of(_result);
        return _result is not null;
    }

    private bool FetchChunk(CancellationToken cancellationToken)
    {
        do
        {
            Free();
            _chunk = _statements.Session.Fetch(_result!, _command.Timeout, cancellationToken);
            _rowCount = _chunk == 0 ? 0 : (int)NativeMethods.duckdb_data_chunk_get_size(_chunk);
        }
        while (_chunk != 0 && _rowCount == 0);
        return _chunk != 0;
    }

    private DuckDbVector Vector(int ordinal)
    {
        if (_chunk == 0 || (uint)_row >= (uint)_rowCount || _peeked)
            throw new InvalidOperationException("There is no current row: call Read first, and stop when it returns false.");
        return new DuckDbVector(NativeMethods.duckdb_data_chunk_get_vector(_chunk, (ulong)ordinal), _columns[ordinal].Type, _rowCount, _columns[ordinal].Name);
    }

    private void CloseResult()
    {
        Free();
        if (_result is { } result)
            _statements.Session.Close(result);
        (_result, _columns, _row, _rowCount, _peeked) = (null, [], -1, 0, false);
    }

    private void Free()
    {
        if (_chunk != 0)
            NativeMethods.duckdb_destroy_data_chunk(ref _chunk);
    }
}
