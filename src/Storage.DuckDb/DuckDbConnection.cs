using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Bellwether.Storage.DuckDb.Columns;
using Bellwether.Storage.DuckDb.Interop;

namespace Bellwether.Storage.DuckDb;

/// <summary>A connection to a DuckDB database. Get one from <see cref="DuckDbDatabase.Connect"/>, or open one by a connection string.</summary>
/// <remarks>For one thread at a time; only <see cref="DuckDbCommand.Cancel"/> may come from another. A connection reads one result at a
/// time: use one connection per reader.</remarks>
public sealed class DuckDbConnection : DbConnection
{
    private string _connectionString = "";
    private Session? _session;

    /// <summary>A closed connection without a connection string.</summary>
    public DuckDbConnection()
    {
    }

    /// <summary>A closed connection; see <see cref="DuckDbConnectionStringBuilder"/>.</summary>
    public DuckDbConnection(string connectionString) => ConnectionString = connectionString;

    internal DuckDbConnection(DatabaseInstance instance)
    {
        _connectionString = DuckDbConnectionStringBuilder.Of(instance.Options).ConnectionString;
        _session = new Session(instance);
    }

    /// <inheritdoc/>
    [AllowNull]
    public override string ConnectionString
    {
        get => _connectionString;
        set
        {
            if (_session is not null)
                throw new InvalidOperationException("The connection string cannot be changed while the connection is open. Close it first.");
            _connectionString = value ?? "";
        }
    }

    /// <inheritdoc/>
    public override string Database => "main";

    /// <inheritdoc/>
    public override string DataSource => _session?.Instance.Options.Path ?? new DuckDbConnectionStringBuilder(_connectionString).DataSource;

    /// <inheritdoc/>
    public override string ServerVersion => DuckDbDatabase.LibraryVersion;

    /// <inheritdoc/>
    public override ConnectionState State => _session is null ? ConnectionState.Closed
        : _session.Instance.Lost is null ? ConnectionState.Open : ConnectionState.Broken;

    /// <summary>Whether an explicit transaction is active, begun by <see cref="DbConnection.BeginTransaction()"/> or by SQL.</summary>
    public bool InTransaction => Session.InTransaction;

    internal Session Session => _session ?? throw new InvalidOperationException("The connection must be open, but is closed. Call Open first.");

    /// <inheritdoc/>
    protected override DbProviderFactory DbProviderFactory => DuckDbProviderFactory.Instance;

    /// <summary>Opens the database file, or shares the instance that this process already has of it.</summary>
    /// <exception cref="DuckDbException">Another process has it open, it is damaged, or it is open here with other settings.</exception>
    public override void Open()
    {
        if (_session is not null)
            throw new InvalidOperationException("The connection is already open.");
        var instance = DatabaseInstance.Acquire(new DuckDbConnectionStringBuilder(_connectionString).ToOptions());
        try
        {
            _session = new Session(instance);
        }
        catch
        {
            instance.Release();
            throw;
        }

        OnStateChange(new StateChangeEventArgs(ConnectionState.Closed, ConnectionState.Open));
    }

    /// <summary>Closes the connection; an open transaction is rolled back.</summary>
    public override void Close()
    {
        if (_session is not { } session)
            return;
        _session = null;
        session.Dispose();
        OnStateChange(new StateChangeEventArgs(ConnectionState.Open, ConnectionState.Closed));
    }

    /// <summary>Not supported: DuckDB's databases are attached by SQL.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException("Use the SQL statement USE instead.");

    /// <inheritdoc cref="DbConnection.CreateCommand"/>
    public new DuckDbCommand CreateCommand() => new() { Connection = this };

    /// <summary>A command with its text and positional parameters (<c>?</c> or <c>$1</c>).</summary>
    public DuckDbCommand CreateCommand(string sql, params ReadOnlySpan<object?> parameters)
    {
        var command = CreateCommand();
        command.CommandText = sql;
        foreach (var value in parameters)
            command.Parameters.Add(new DuckDbParameter(value));
        return command;
    }

    /// <summary>Runs statements that return no rows.</summary>
    /// <returns>How many rows they changed; -1 when none of them changes rows.</returns>
    public int Execute(string sql, params ReadOnlySpan<object?> parameters)
    {
        using var command = CreateCommand(sql, parameters);
        return command.ExecuteNonQuery();
    }

    /// <summary>The first value of the first row; null when there is no row, <see cref="DBNull"/> when it is NULL.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<object?> parameters)
    {
        using var command = CreateCommand(sql, parameters);
        return command.ExecuteScalar();
    }

    /// <summary>Runs one query and streams its rows column by column, in chunks of up to 2,048 rows.</summary>
    /// <param name="sql">One statement that returns rows.</param>
    /// <param name="parameters">Positional parameters.</param>
    public DuckDbChunkStream StreamChunks(string sql, params ReadOnlySpan<object?> parameters) => new(CreateCommand(sql, parameters));

    /// <summary>An appender: the fast way to write many rows into one table.</summary>
    /// <param name="table">The table, in the schema main.</param>
    /// <param name="columns">The columns that are written, in this order; empty for all. Others get their default.</param>
    /// <exception cref="DuckDbException">There is no such table or column.</exception>
    public DuckDbAppender CreateAppender(string table, params ReadOnlySpan<string> columns) => new(Session, table, columns);

    /// <summary>How far the running query is, 0 to 100; -1 when DuckDB cannot tell. From any thread. Needs <c>SET enable_progress_bar=true;
    /// SET enable_progress_bar_print=false; SET progress_bar_time=0</c> on this connection.</summary>
    public double QueryPercentage() => NativeMethods.duckdb_query_progress(Session.Connection).Percentage;

    /// <inheritdoc cref="DbConnection.BeginTransaction()"/>
    public new DuckDbTransaction BeginTransaction() => (DuckDbTransaction)BeginDbTransaction(IsolationLevel.Unspecified);

    /// <inheritdoc/>
    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) =>
        isolationLevel is IsolationLevel.Unspecified or IsolationLevel.Snapshot or IsolationLevel.RepeatableRead or IsolationLevel.ReadCommitted
            ? new DuckDbTransaction(this)
            : throw new NotSupportedException($"The isolation level must be Snapshot (or one that Snapshot fulfils), but is {isolationLevel}.");

    /// <inheritdoc/>
    protected override DbCommand CreateDbCommand() => CreateCommand();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Close();
            _session?.Dispose();
        }

        base.Dispose(disposing);
    }
}
