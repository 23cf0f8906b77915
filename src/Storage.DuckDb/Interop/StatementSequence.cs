namespace Bellwether.Storage.DuckDb.Interop;

/// <summary>The statements of one command, prepared and run one at a time, since a later one may need what an earlier one made.</summary>
internal sealed unsafe class StatementSequence : IDisposable
{
    private readonly DuckDbCommand _command;
    private readonly ExtractedHandle _statements;
    private readonly IReadOnlyList<string> _firstWords;
    private readonly int _count;
    private int _next;

    public StatementSequence(DuckDbCommand command)
    {
        _command = command;
        Session = command.Open().Session;
        _statements = Session.Extract(command.CommandText, out _count);
        _firstWords = StatementText.FirstWords(command.CommandText);
    }

    public Session Session { get; }

    /// <summary>How many rows the statements so far have changed; -1 when none of them changes rows.</summary>
    public long RowsChanged { get; private set; } = -1;

    /// <summary>Runs on to the next statement that gives rows; null when there is none left.</summary>
    public ResultHandle? NextRows(CancellationToken cancellationToken)
    {
        while (_next < _count)
        {
            using var statement = Session.Prepare(_statements, _next);
            var verb = VerbOf(statement, _next++);
            Bind(statement);
            var result = Session.Execute(statement, verb, _command.Timeout, cancellationToken);
            var kind = NativeMethods.duckdb_result_return_type(*result.Pointer);
            if (kind == ReturnKind.Rows)
                return result;
            if (kind == ReturnKind.ChangedRows)
                RowsChanged = Math.Max(RowsChanged, 0) + (long)NativeMethods.duckdb_rows_changed(result.Pointer);
            Session.Close(result);
        }

        return null;
    }

    public void Dispose() => _statements.Dispose();

    private TransactionVerb VerbOf(StatementHandle statement, int index)
    {
        if (NativeMethods.duckdb_prepared_statement_type(statement) != StatementKind.Transaction)
            return TransactionVerb.None;
        var verb = _firstWords.Count == _count ? StatementText.VerbOf(_firstWords[index]) : TransactionVerb.None;
        return verb != TransactionVerb.None
            ? verb
            : throw new DuckDbException("BEGIN, COMMIT and ROLLBACK must be recognisable, but are not in this text. Send them as commands of their own.", DuckDbErrorKind.Parser);
    }

    private void Bind(StatementHandle statement)
    {
        var wanted = (int)NativeMethods.duckdb_nparams(statement);
        var given = _command.Parameters;
        var named = given.Count > 0 && given[0].BareName.Length > 0;
        if (_count == 1 && wanted > given.Count || !named && wanted > 0 && wanted != given.Count)
            throw new InvalidOperationException(FormattableString.Invariant($"The statement has {wanted} parameters, but the command has {given.Count}."));
        for (var i = 1; i <= wanted; i++)
        {
            var parameter = given[i - 1];
            if (named)
            {
                var name = NativeMethods.TakeText(NativeMethods.duckdb_parameter_name(statement, (ulong)i));
                var place = given.IndexOf(name);
                parameter = place >= 0
                    ? given[place]
                    : throw new InvalidOperationException($"The statement has the parameter '${name}', but the command has none of that name.");
            }

            var value = NativeValue.Of(parameter.Value);
            try
            {
                if (NativeMethods.duckdb_bind_value(statement, (ulong)i, value) != NativeState.Success)
                    throw new InvalidOperationException(FormattableString.Invariant($"Parameter {i} could not be bound: a {parameter.Value?.GetType().Name ?? "null"}."));
            }
            finally
            {
                NativeMethods.duckdb_destroy_value(ref value);
            }
        }
    }
}
