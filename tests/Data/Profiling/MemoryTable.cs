using Bellwether.Data.Tables;

namespace Bellwether.Data.Tests.Profiling;

/// <summary>A table over rows in memory.</summary>
internal sealed class MemoryTable(IReadOnlyList<TableColumn> columns, object?[][] rows, int batchRows) : ITableReader
{
    private int _next;

    public IReadOnlyList<TableColumn> Columns => columns;

    public double Progress => rows.Length == 0 ? 1 : (double)_next / rows.Length;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public ValueTask<TableBatch?> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (_next == rows.Length)
            return ValueTask.FromResult<TableBatch?>(null);
        var part = rows.Skip(_next).Take(batchRows).ToArray();
        var values = columns.Select((c, i) => c.Kind switch
        {
            TableColumnKind.Number => (Array)part.Select(r => r[i] as double? ?? double.NaN).ToArray(),
            TableColumnKind.Integer => part.Select(r => r[i] as long? ?? 0).ToArray(),
            TableColumnKind.Time => part.Select(r => r[i] is DateTimeOffset time ? UnixMicroseconds.Of(time) : 0).ToArray(),
            TableColumnKind.Boolean => part.Select(r => r[i] as bool? ?? false).ToArray(),
            _ => part.Select(r => r[i] as string).ToArray(),
        }).ToArray();
        var missing = columns.Select((_, i) => (bool[]?)part.Select(r => r[i] is null).ToArray()).ToArray();
        var batch = new TableBatch(columns, _next + 1, part.Length, values, missing);
        _next += part.Length;
        return ValueTask.FromResult<TableBatch?>(batch);
    }
}
