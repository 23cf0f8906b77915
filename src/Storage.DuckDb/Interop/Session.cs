namespace Bellwether.Storage.DuckDb.Interop;

/// <summary>What one open connection knows: its native handle, its transaction, its open result, the call that can be interrupted.</summary>
/// <remarks>For one thread at a time, except <see cref="Cancel"/>. DuckDB turns the COMMIT of an aborted transaction silently into a
/// ROLLBACK, so the first error inside an explicit transaction is remembered here and COMMIT is refused.</remarks>
internal sealed unsafe class Session : IDisposable
{
    private readonly DatabaseInstance _instance;
    private Exception? _firstError;
    private ResultHandle? _openResult;
    private volatile Interruption? _running;
    private bool _disposed;

    public Session(DatabaseInstance instance)
    {
        _instance = instance;
        Connection = instance.Connect();
    }

    public ConnectionHandle Connection { get; }

    public DatabaseInstance Instance => _instance;

    public bool InTransaction { get; private set; }

    public Exception? FirstError => _firstError;

    /// <summary>Splits a text into statements.</summary>
    public ExtractedHandle Extract(string sql, out int count)
    {
        Enter();
        count = (int)NativeMethods.duckdb_extract_statements(Connection, sql, out var pointer);
        var statements = new ExtractedHandle(Connection, pointer);
        if (count > 0)
            return statements;
        using (statements)
        {
            var message = NativeMethods.Text(NativeMethods.duckdb_extract_statements_error(statements));
            throw message.Length > 0
                ? Failed(message, DuckDbErrors.KindOf(message, DuckDbErrorKind.Parser), null)
                : new DuckDbException("The command must contain a statement, but is empty.", DuckDbErrorKind.Parser);
        }
    }

    public StatementHandle Prepare(ExtractedHandle statements, int index)
    {
        Enter();
        var state = NativeMethods.duckdb_prepare_extracted_statement(Connection, statements, (ulong)index, out var pointer);
        var prepared = new StatementHandle(Connection, pointer);
        if (state == NativeState.Success)
            return prepared;
        using (prepared)
        {
            var message = NativeMethods.Text(NativeMethods.duckdb_prepare_error(prepared));
            throw Failed(message, DuckDbErrors.KindOf(message, DuckDbErrorKind.Binder), null);
        }
    }

    /// <summary>Runs a prepared statement; a query's result is streamed.</summary>
    public ResultHandle Execute(StatementHandle statement, TransactionVerb verb, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Enter();
        if (verb == TransactionVerb.Commit && _firstError is { } first)
            throw RefuseCommit(first);
        var result = new ResultHandle(Connection);
        try
        {
            Guarded(timeout, () => Holding(result, () =>
            {
                if (NativeMethods.duckdb_execute_prepared_streaming(statement, result.Pointer) != NativeState.Success)
                    ThrowFrom(result);
                return 0;
            }), cancellationToken);
        }
        catch
        {
            result.Dispose();
            // After a COMMIT or ROLLBACK that failed no transaction is active.
            if (verb is TransactionVerb.Commit or TransactionVerb.Rollback)
                EndTransaction();
            throw;
        }

        if (verb == TransactionVerb.Begin)
            (InTransaction, _firstError) = (true, null);
        else if (verb != TransactionVerb.None)
            EndTransaction();
        if (NativeMethods.duckdb_result_return_type(*result.Pointer) == ReturnKind.Rows)
            _openResult = result;
        return result;
    }

    /// <summary>The next chunk of a result; 0 at its end.</summary>
    public nint Fetch(ResultHandle result, TimeSpan timeout, CancellationToken cancellationToken)
    {
        _instance.ThrowIfLost();
        ObjectDisposedException.ThrowIf(_disposed || result.IsClosed, typeof(DuckDbDataReader));
        return Guarded(timeout, () => Holding(result, () =>
        {
            var chunk = NativeMethods.duckdb_fetch_chunk(*result.Pointer);
            if (chunk == 0 && NativeMethods.duckdb_result_error(result.Pointer) != null)
                ThrowFrom(result);
            return chunk;
        }), cancellationToken);
    }

    public void Close(ResultHandle result)
    {
        result.Dispose();
        if (_openResult == result)
            _openResult = null;
    }

    /// <summary>Runs one statement without parameters and rows.</summary>
    public void Run(string sql, TransactionVerb verb)
    {
        using var statements = Extract(sql, out _);
        using var statement = Prepare(statements, 0);
        Close(Execute(statement, verb, TimeSpan.Zero, CancellationToken.None));
    }

    /// <summary>Interrupts the call that is running, if one is. From any thread.</summary>
    public void Cancel() => _running?.Request();

    /// <summary>Throws when the instance is lost, the connection closed, or a result of it still open.</summary>
    public void Enter()
    {
        _instance.ThrowIfLost();
        ObjectDisposedException.ThrowIf(_disposed, typeof(DuckDbConnection));
        if (_openResult is { IsClosed: false })
            throw new InvalidOperationException(
                "A result of this connection is still being read, and DuckDB streams one at a time. Dispose that reader first, or use a second connection.");
    }

    /// <summary>Remembers an error, gives the instance up when it is of that kind, and returns what to throw.</summary>
    public Exception Failed(string message, DuckDbErrorKind kind, Exception? inner)
    {
        Exception error = kind is DuckDbErrorKind.Fatal or DuckDbErrorKind.Internal
            ? _instance.Lose(message, kind)
            : new DuckDbException(message, kind, inner);
        if (InTransaction)
            _firstError ??= error;
        return error;
    }

    /// <summary>Marks the transaction as one that cannot be committed.</summary>
    public void Poison(Exception error)
    {
        if (InTransaction)
            _firstError ??= error;
    }

    /// <summary>Calls into DuckDB so that a token, a timeout or <see cref="Cancel"/> ends the call.</summary>
    public T Guarded<T>(TimeSpan timeout, Func<T> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var interruption = new Interruption(Connection, timeout, cancellationToken);
        _running = interruption;
        try
        {
            return call();
        }
        catch (DuckDbException e) when (e.Kind == DuckDbErrorKind.Interrupt && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The query was cancelled.", e, cancellationToken);
        }
        catch (DuckDbException e) when (e.Kind == DuckDbErrorKind.Interrupt && interruption.TimedOut)
        {
            throw new DuckDbException(FormattableString.Invariant(
                $"The command must finish within its CommandTimeout of {timeout.TotalSeconds:0.###} s, but did not. Raise CommandTimeout or set it to 0 for no limit."), e.Kind, e);
        }
        finally
        {
            _running = null;
        }
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _openResult?.Dispose();
        _openResult = null;
        _running?.Dispose();
        Connection.Dispose();
        _instance.Release();
    }

    /// <summary>Keeps the result's memory during a call, even when another thread gives the instance up meanwhile.</summary>
    private static T Holding<T>(ResultHandle result, Func<T> call)
    {
        var held = false;
        result.DangerousAddRef(ref held);
        try
        {
            return call();
        }
        finally
        {
            result.DangerousRelease();
        }
    }

    private void EndTransaction() => (InTransaction, _firstError) = (false, null);

    private DuckDbException RefuseCommit(Exception first)
    {
        Run("ROLLBACK", TransactionVerb.Rollback);
        return new DuckDbException(
            "COMMIT was refused and the transaction rolled back, because a statement in it had failed; nothing of it was written. "
            + $"Run the whole transaction again. The first error: {first.Message}", DuckDbErrorKind.Transaction, first);
    }

    private void ThrowFrom(ResultHandle result)
    {
        var message = NativeMethods.Text(NativeMethods.duckdb_result_error(result.Pointer));
        throw Failed(message, NativeMethods.duckdb_result_error_type(result.Pointer), null);
    }
}
