using System.Text;
using Bellwether.Data.Tables;
using Bellwether.Storage.DuckDb.Columns;

namespace Bellwether.Storage.DuckDb.Tables;

/// <summary>Streams a table file in batches of up to 16 chunks.</summary>
internal sealed class DuckDbTableReader : ITableReader
{
    private const int BatchRows = 32_768;
    private readonly TableSource _source;
    private readonly DuckDbDatabase _database;
    private readonly DuckDbConnection _connection;
    private readonly DuckDbChunkStream _stream;
    private readonly long _totalRows;
    private long _rows;
    private bool _ended;

    public DuckDbTableReader(TableSource source, DuckDbDatabase database, DuckDbConnection connection)
    {
        _source = source;
        _database = database;
        _connection = connection;
        connection.Execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false; SET progress_bar_time = 0; SET TimeZone = 'UTC'");
        var selected = new List<string>();
        var columns = new List<TableColumn>();
        var reads = source.ReadFunction();
        using (var schema = connection.CreateCommand($"SELECT * FROM {reads} LIMIT 0").ExecuteReader())
            foreach (var column in schema.GetColumnSchema().Cast<DuckDbColumn>())
            {
                var (kind, sql) = KindOf(column.LogicalType, TableSource.Named(column.ColumnName));
                columns.Add(new TableColumn(column.ColumnName, kind));
                selected.Add(sql);
            }

        Columns = columns;
        source.CheckSniffed(columns);
        if (source.Format == TableFormat.Parquet)
            _totalRows = (long)connection.Scalar($"SELECT count(*) FROM {reads}")!;
        _stream = connection.StreamChunks($"SELECT {string.Join(", ", selected)} FROM {reads}");
    }

    public IReadOnlyList<TableColumn> Columns { get; }

    public double Progress { get; private set; }

    public async ValueTask<TableBatch?> ReadAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_connection.State == System.Data.ConnectionState.Closed, this);
        return _ended ? null : await Task.Run(() => Read(cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync()
    {
        _stream.Dispose();
        _connection.Dispose();
        _database.Dispose();
        return ValueTask.CompletedTask;
    }

    private TableBatch? Read(CancellationToken cancellationToken)
    {
        var values = new Array[Columns.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = Columns[i].Kind switch
            {
                TableColumnKind.Number => new double[BatchRows],
                TableColumnKind.Integer or TableColumnKind.Time => new long[BatchRows],
                TableColumnKind.Boolean => new bool[BatchRows],
                _ => new string?[BatchRows],
            };
        var missing = new bool[]?[Columns.Count];
        var rows = 0;
        try
        {
            while (rows + DuckDbAppender.Capacity <= BatchRows && (_ended = !_stream.MoveNext(cancellationToken)) is false)
            {
                var chunk = _stream.Current;
                for (var i = 0; i < values.Length; i++)
                    Copy(chunk.Vector(i), Columns[i].Kind, values[i], rows, ref missing[i]);
                rows += chunk.RowCount;
            }
        }
        catch (DuckDbException e)
        {
            throw _source.Explain(e, Columns);
        }

        Progress = _ended ? 1 : Math.Max(Progress, _totalRows > 0 ? (double)(_rows + rows) / _totalRows : Math.Clamp(_connection.QueryPercentage() / 100, 0, 1));
        if (rows == 0)
            return null;
        var batch = new TableBatch(Columns, _rows + 1, rows, values, missing);
        _rows += rows;
        return batch;
    }

    private static void Copy(DuckDbVector vector, TableColumnKind kind, Array values, int start, ref bool[]? missing)
    {
        switch (kind)
        {
            case TableColumnKind.Number: vector.Values<double>().CopyTo(((double[])values).AsSpan(start)); break;
            case TableColumnKind.Boolean: vector.Values<bool>().CopyTo(((bool[])values).AsSpan(start)); break;
            case TableColumnKind.Text: CopyTexts(vector, ((string?[])values).AsSpan(start)); break;
            default: vector.Values<long>().CopyTo(((long[])values).AsSpan(start)); break;
        }

        if (vector.Validity.IsEmpty)
            return;
        for (var row = 0; row < vector.Count; row++)
            if (vector.IsNull(row))
            {
                (missing ??= new bool[BatchRows])[start + row] = true;
                if (kind == TableColumnKind.Number)
                    ((double[])values)[start + row] = double.NaN;
                else
                    Array.Clear(values, start + row, 1);
            }
    }

    private static void CopyTexts(DuckDbVector vector, Span<string?> texts)
    {
        // Columns of categories repeat their values: equal neighbours share one string.
        string? last = null;
        ReadOnlySpan<byte> lastBytes = default;
        for (var row = 0; row < vector.Count; row++)
        {
            if (vector.IsNull(row))
                continue;
            var bytes = vector.Utf8(row);
            if (last is null || !bytes.SequenceEqual(lastBytes))
            {
                last = Encoding.UTF8.GetString(bytes);
                lastBytes = bytes;
            }

            texts[row] = last;
        }
    }

    private static (TableColumnKind Kind, string Sql) KindOf(DuckDbLogicalType type, string name)
    {
        return type.Id switch
        {
            DuckDbType.Boolean => (TableColumnKind.Boolean, name),
            DuckDbType.BigInt => (TableColumnKind.Integer, name),
            DuckDbType.TinyInt or DuckDbType.SmallInt or DuckDbType.Integer or DuckDbType.UTinyInt or DuckDbType.USmallInt or DuckDbType.UInteger
                => (TableColumnKind.Integer, $"CAST({name} AS BIGINT)"),
            DuckDbType.Double => (TableColumnKind.Number, name),
            DuckDbType.Float or DuckDbType.Decimal or DuckDbType.UBigInt or DuckDbType.HugeInt or DuckDbType.UHugeInt => (TableColumnKind.Number, $"CAST({name} AS DOUBLE)"),
            DuckDbType.Date or DuckDbType.Timestamp or DuckDbType.TimestampTz or DuckDbType.TimestampSeconds or DuckDbType.TimestampMilliseconds
                or DuckDbType.TimestampNanoseconds => (TableColumnKind.Time, $"epoch_us(CAST({name} AS TIMESTAMPTZ))"),
            DuckDbType.Varchar => (TableColumnKind.Text, name),
            _ => (TableColumnKind.Text, $"CAST({name} AS VARCHAR)"),
        };
    }
}
