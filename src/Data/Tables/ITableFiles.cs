namespace Bellwether.Data.Tables;

/// <summary>Reads and writes table files: CSV, TSV, JSON lines, Parquet, each also compressed by gzip where that makes sense.</summary>
public interface ITableFiles
{
    /// <summary>Opens a file and finds its columns.</summary>
    /// <exception cref="TableFileException">It does not exist, is empty, or is no table of that format.</exception>
    ValueTask<ITableReader> OpenAsync(string path, TableFileOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Writes rows into a file that appears only when it is complete (a temporary file, renamed).</summary>
    /// <param name="path">The file; its name says the format.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="rows">Per row one value per column: string, double, long, bool, DateTimeOffset or null.</param>
    /// <param name="overwrite">Whether a file that is already there may be replaced.</param>
    /// <param name="cancellationToken">Stops; no file is left behind.</param>
    /// <returns>How many rows were written.</returns>
    /// <exception cref="TableFileException">The file exists and must not be overwritten, its folder does not exist, or the disk is full.</exception>
    ValueTask<long> WriteAsync(
        string path, IReadOnlyList<TableColumn> columns, IAsyncEnumerable<object?[]> rows, bool overwrite = false, CancellationToken cancellationToken = default);
}
