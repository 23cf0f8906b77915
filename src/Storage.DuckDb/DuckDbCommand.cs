using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Bellwether.Numerics;

namespace Bellwether.Storage.DuckDb;

/// <summary>One or more statements with parameters. Statements run one after another; rows are streamed.</summary>
/// <remarks>The asynchronous members run DuckDB's blocking calls on the thread pool; a token interrupts them until they have returned.</remarks>
public sealed class DuckDbCommand : DbCommand
{
    /// <inheritdoc/>
    [AllowNull]
    public override string CommandText { get; set => field = value ?? ""; } = "";

    /// <summary>Seconds after which a single call into DuckDB is interrupted; 0, the default, for no limit.</summary>
    public override int CommandTimeout { get; set => field = Require.NotNegative(value); }

    /// <inheritdoc/>
    public override CommandType CommandType
    {
        get => CommandType.Text;
        set
        {
            if (value != CommandType.Text)
                throw new NotSupportedException($"DuckDB has commands of type Text only, not {value}.");
        }
    }

    /// <inheritdoc/>
    public override bool DesignTimeVisible { get; set; }

    /// <inheritdoc/>
    public override UpdateRowSource UpdatedRowSource { get; set; } = UpdateRowSource.None;

    /// <summary>The connection that the command runs on.</summary>
    public new DuckDbConnection? Connection { get; set; }

    /// <inheritdoc cref="DbCommand.Parameters"/>
    public new DuckDbParameterCollection Parameters { get; } = new();

    /// <inheritdoc/>
    protected override DbConnection? DbConnection
    {
        get => Connection;
        set => Connection = (DuckDbConnection?)value;
    }

    /// <inheritdoc/>
    protected override DbParameterCollection DbParameterCollection => Parameters;

    /// <inheritdoc/>
    protected override DbTransaction? DbTransaction { get; set; }

    internal TimeSpan Timeout => TimeSpan.FromSeconds(CommandTimeout);

    /// <summary>Interrupts the call that the command's connection is in, if any. From any thread.</summary>
    public override void Cancel() => Connection?.Session.Cancel();

    /// <summary>Checks the text: preparing in advance was measured to gain nothing, so nothing is kept.</summary>
    /// <exception cref="DuckDbException">The text is no valid SQL.</exception>
    public override void Prepare()
    {
        using var statements = Open().Session.Extract(CommandText, out _);
    }

    /// <inheritdoc/>
    public override int ExecuteNonQuery() => ExecuteNonQuery(CancellationToken.None);

    /// <inheritdoc/>
    public override object? ExecuteScalar() => ExecuteScalar(CancellationToken.None);

    /// <inheritdoc cref="DbCommand.ExecuteReader()"/>
    public new DuckDbDataReader ExecuteReader() => new(this, CommandBehavior.Default, CancellationToken.None);

    /// <inheritdoc/>
    public override Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken) =>
        Task.Run(() => ExecuteNonQuery(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken) =>
        Task.Run(() => ExecuteScalar(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    protected override DbParameter CreateDbParameter() => new DuckDbParameter();

    /// <inheritdoc/>
    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => new DuckDbDataReader(this, behavior, CancellationToken.None);

    /// <inheritdoc/>
    protected override Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken) =>
        Task.Run<DbDataReader>(() => new DuckDbDataReader(this, behavior, cancellationToken), cancellationToken);

    internal DuckDbConnection Open() => Connection ?? throw new InvalidOperationException("The command must have a connection, but has none.");

    private int ExecuteNonQuery(CancellationToken cancellationToken)
    {
        using var reader = new DuckDbDataReader(this, CommandBehavior.Default, cancellationToken);
        do
        {
            // A query's rows are not wanted, but its errors are: it runs to its end.
            while (reader.SkipChunk(cancellationToken))
            {
            }
        }
        while (reader.NextResult(cancellationToken));
        return reader.RecordsAffected;
    }

    private object? ExecuteScalar(CancellationToken cancellationToken)
    {
        using var reader = new DuckDbDataReader(this, CommandBehavior.Default, cancellationToken);
        return reader.Read(cancellationToken) ? reader.GetValue(0) : null;
    }
}
