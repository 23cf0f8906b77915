using Bellwether.Data.Tables;

namespace Bellwether.Storage.DuckDb.Tables;

/// <summary>Table files by DuckDB's own readers and writers. Safe for concurrent use: every file has an instance in memory of its own.</summary>
public sealed class DuckDbTableFiles : ITableFiles
{
    private readonly DuckDbOptions _options;

    /// <summary>Table files read with little memory (512 MiB at most) and all processors.</summary>
    public DuckDbTableFiles()
        : this(new DuckDbOptions(DuckDbOptions.InMemory) { MemoryLimitMebibytes = 512 })
    {
    }

    /// <summary>Table files read with given memory, threads and folder for spilling.</summary>
    /// <param name="options">The path must be <see cref="DuckDbOptions.InMemory"/>.</param>
    public DuckDbTableFiles(DuckDbOptions options) => _options = options.IsInMemory
        ? options
        : throw new ArgumentException($"The options' path must be {DuckDbOptions.InMemory}, but is '{options.Path}'.", nameof(options));

    /// <inheritdoc/>
    public async ValueTask<ITableReader> OpenAsync(string path, TableFileOptions? options = null, CancellationToken cancellationToken = default)
    {
        Numerics.Require.NotBlank(path);
        return await Task.Run(() => Open(path, options ?? new TableFileOptions()), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<long> WriteAsync(
        string path, IReadOnlyList<TableColumn> columns, IAsyncEnumerable<object?[]> rows, bool overwrite = false, CancellationToken cancellationToken = default)
    {
        var source = new TableSource(path, new TableFileOptions());
        var target = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(target)!;
        if (!Directory.Exists(folder))
            throw new TableFileException(path, $"The folder '{folder}' must exist, but does not. Create it first.");
        if (!overwrite && File.Exists(target))
            throw new TableFileException(path, "The file must not exist, but does. Choose another name or allow overwriting.");
        var temporary = Path.Combine(folder, $".{Path.GetFileName(target)}.{Environment.ProcessId}.partial");
        try
        {
            using var database = DuckDbDatabase.Open(_options);
            using var connection = database.Connect();
            var written = await StageAsync(connection, columns, rows, cancellationToken).ConfigureAwait(false);
            var copy = connection.CreateCommand($"COPY staged TO {TableSource.Quoted(temporary)} ({source.WriteOptions})");
            await copy.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            using (var file = new FileStream(temporary, FileMode.Open, FileAccess.ReadWrite))
                file.Flush(flushToDisk: true);
            File.Move(temporary, target, overwrite);
            return written;
        }
        catch (DuckDbException e)
        {
            throw new TableFileException(path, $"The file could not be written: {e.Message}", inner: e);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static async Task<long> StageAsync(
        DuckDbConnection connection, IReadOnlyList<TableColumn> columns, IAsyncEnumerable<object?[]> rows, CancellationToken cancellationToken)
    {
        connection.Execute($"CREATE TABLE staged ({string.Join(", ", columns.Select(c => $"{TableSource.Named(c.Name)} {SqlType(c.Kind)}"))})");
        using var appender = connection.CreateAppender("staged");
        await foreach (var row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
            appender.AppendRow(row);
        appender.Complete();
        return appender.RowCount;
    }

    private static string SqlType(TableColumnKind kind) => kind switch
    {
        TableColumnKind.Number => "DOUBLE",
        TableColumnKind.Integer => "BIGINT",
        TableColumnKind.Boolean => "BOOLEAN",
        TableColumnKind.Time => "TIMESTAMP WITH TIME ZONE",
        _ => "VARCHAR",
    };

    private DuckDbTableReader Open(string path, TableFileOptions options)
    {
        var source = new TableSource(path, options);
        source.CheckFile();
        var database = DuckDbDatabase.Open(_options);
        var connection = database.Connect();
        try
        {
            return new DuckDbTableReader(source, database, connection);
        }
        catch (DuckDbException e)
        {
            connection.Dispose();
            database.Dispose();
            throw source.Explain(e, []);
        }
        catch (TableFileException)
        {
            connection.Dispose();
            database.Dispose();
            throw;
        }
    }
}
