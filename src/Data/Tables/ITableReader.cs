namespace Bellwether.Data.Tables;

/// <summary>A table file that is being read from its beginning to its end, in bounded memory.</summary>
public interface ITableReader : IAsyncDisposable
{
    /// <summary>The columns in the file's order.</summary>
    IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>How much of the file has been read, between 0 and 1; never falls.</summary>
    double Progress { get; }

    /// <summary>The next rows in the file's order; null at the end.</summary>
    /// <exception cref="TableFileException">The file is broken; the exception names row and column where they are known.</exception>
    ValueTask<TableBatch?> ReadAsync(CancellationToken cancellationToken = default);
}
