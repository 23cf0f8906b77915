namespace Bellwether.Data.Tables;

/// <summary>Some rows of a table, column by column. Immutable by convention: readers never reuse its arrays.</summary>
public sealed class TableBatch
{
    private readonly Array[] _values;
    private readonly bool[]?[] _missing;

    /// <summary>A batch over arrays that it takes over.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="firstRow">The number of the first row in the file, from 1.</param>
    /// <param name="rowCount">How many rows.</param>
    /// <param name="values">Per column string?[], double[], long[], bool[] or, for times, long[] of microseconds since 1970.</param>
    /// <param name="missing">Per column which values are missing; null for none.</param>
    public TableBatch(IReadOnlyList<TableColumn> columns, long firstRow, int rowCount, Array[] values, bool[]?[] missing)
    {
        Columns = columns;
        FirstRow = firstRow;
        RowCount = rowCount;
        _values = values;
        _missing = missing;
    }

    /// <summary>The columns.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>The number of the first row in the file; rows are counted from 1, a header is no row.</summary>
    public long FirstRow { get; }

    /// <summary>How many rows there are.</summary>
    public int RowCount { get; }

    /// <summary>A column of kind Number; NaN where a value is missing.</summary>
    /// <exception cref="InvalidCastException">The column is of another kind.</exception>
    public ReadOnlySpan<double> Numbers(int column) => Values<double>(column);

    /// <summary>A column of kind Integer, or Time as microseconds since 1970; 0 where a value is missing.</summary>
    /// <exception cref="InvalidCastException">The column is of another kind.</exception>
    public ReadOnlySpan<long> Integers(int column) => Values<long>(column);

    /// <summary>A column of kind Boolean.</summary>
    /// <exception cref="InvalidCastException">The column is of another kind.</exception>
    public ReadOnlySpan<bool> Booleans(int column) => Values<bool>(column);

    /// <summary>A column of kind Text; null where a value is missing.</summary>
    /// <exception cref="InvalidCastException">The column is of another kind.</exception>
    public ReadOnlySpan<string?> Texts(int column) => Values<string?>(column);

    /// <summary>Whether a value is missing.</summary>
    public bool IsMissing(int column, int row) => _missing[column] is { } missing && missing[row];

    /// <summary>A value as string, double, long, bool, DateTimeOffset, or null.</summary>
    public object? Value(int column, int row) => IsMissing(column, row) ? null : Columns[column].Kind switch
    {
        TableColumnKind.Number => Numbers(column)[row],
        TableColumnKind.Integer => Integers(column)[row],
        TableColumnKind.Boolean => Booleans(column)[row],
        TableColumnKind.Time => UnixMicroseconds.ToTime(Integers(column)[row]),
        _ => Texts(column)[row],
    };

    private ReadOnlySpan<T> Values<T>(int column) => _values[column] is T[] values
        ? values.AsSpan(0, RowCount)
        : throw new InvalidCastException($"Column '{Columns[column].Name}' is of kind {Columns[column].Kind} and cannot be read as {typeof(T).Name}.");
}
