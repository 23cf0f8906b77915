using System.Data;
using System.Data.Common;
using Bellwether.Storage.DuckDb.Interop;

namespace Bellwether.Storage.DuckDb;

/// <summary>An explicit transaction: a snapshot for reading; all or nothing for writing. Disposing it without a commit rolls back.</summary>
public sealed class DuckDbTransaction : DbTransaction
{
    private DuckDbConnection? _connection;

    internal DuckDbTransaction(DuckDbConnection connection)
    {
        if (connection.InTransaction)
            throw new InvalidOperationException("A transaction is already active on this connection, and DuckDB does not nest them.");
        connection.Session.Run("BEGIN TRANSACTION", TransactionVerb.Begin);
        _connection = connection;
    }

    /// <inheritdoc/>
    public override IsolationLevel IsolationLevel => IsolationLevel.Snapshot;

    /// <inheritdoc/>
    protected override DbConnection? DbConnection => _connection;

    /// <summary>Makes the transaction durable.</summary>
    /// <exception cref="DuckDbException">A statement in it had failed (it was rolled back), or it conflicts with another transaction.</exception>
    /// <exception cref="DuckDbInstanceLostException">The instance was given up; the exception says whether the commit is durable.</exception>
    public override void Commit() => End("COMMIT", TransactionVerb.Commit);

    /// <summary>Undoes the transaction.</summary>
    public override void Rollback() => End("ROLLBACK", TransactionVerb.Rollback);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _connection is { State: ConnectionState.Open, InTransaction: true })
            Rollback();
        _connection = null;
        base.Dispose(disposing);
    }

    private void End(string sql, TransactionVerb verb)
    {
        var connection = _connection ?? throw new InvalidOperationException("The transaction has already been committed or rolled back.");
        connection.Session.Enter();
        _connection = null;
        connection.Session.Run(sql, verb);
    }
}
