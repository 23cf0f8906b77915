using Bellwether.Storage.DuckDb.Interop;

namespace Bellwether.Storage.DuckDb.Columns;

/// <summary>The rows of one query as chunks, in bounded memory: <c>foreach (var chunk in stream)</c>, or <see cref="MoveNext()"/>. One pass.</summary>
/// <remarks>Dispose it before the connection runs anything else. For one thread.</remarks>
public sealed class DuckDbChunkStream : IDisposable
{
    private readonly DuckDbCommand _command;
    private readonly StatementSequence _statements;
    private readonly ResultHandle _result;
    private nint _chunk;

    internal DuckDbChunkStream(DuckDbCommand command)
    {
        _command = command;
        _statements = new StatementSequence(command);
        try
        {
            _result = _statements.NextRows(CancellationToken.None)
                ?? throw new InvalidOperationException("StreamChunks must be given a query that returns rows, but this one returns none.");
            Columns = ResultColumns.Of(_result);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Names and types of the columns.</summary>
    public IReadOnlyList<DuckDbField> Columns { get; } = [];

    /// <summary>The chunk that the last <see cref="MoveNext()"/> fetched.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public DuckDbChunk Current => _chunk != 0
        ? new(_chunk, Columns)
        : throw new InvalidOperationException("There is no current chunk: call MoveNext first, and stop when it returns false.");

    /// <summary>This stream, so that <c>foreach</c> works.</summary>
    public DuckDbChunkStream GetEnumerator() => this;

    /// <summary>Fetches the next chunk; what the last one gave becomes invalid.</summary>
    /// <returns>False at the end.</returns>
    public bool MoveNext() => MoveNext(CancellationToken.None);

    /// <summary>Fetches the next chunk; what the last one gave becomes invalid.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; the query was interrupted.</exception>
    public bool MoveNext(CancellationToken cancellationToken)
    {
        do
        {
            Free();
            _chunk = _statements.Session.Fetch(_result, _command.Timeout, cancellationToken);
        }
        while (_chunk != 0 && NativeMethods.duckdb_data_chunk_get_size(_chunk) == 0);
        return _chunk != 0;
    }

    /// <summary>Ends the query, read to the end or not.</summary>
    public void Dispose()
    {
        Free();
        if (_result is { } result)
            _statements.Session.Close(result);
        _statements.Dispose();
    }

    private void Free()
    {
        if (_chunk != 0)
            NativeMethods.duckdb_destroy_data_chunk(ref _chunk);
    }
}
