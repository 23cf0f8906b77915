using Bellwether.Storage.DuckDb;

namespace Bellwether.Storage.Tests.DuckDb;

public sealed class TransactionTests : IDisposable
{
    private readonly DuckDbDatabase _database = DuckDbDatabase.OpenInMemory();
    private readonly DuckDbConnection _connection;

    public TransactionTests()
    {
        _connection = _database.Connect();
        _connection.Execute("CREATE TABLE t(i INTEGER PRIMARY KEY)");
    }

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    [Fact]
    public void Commit_of_an_aborted_transaction_throws_and_names_the_first_error()
    {
        using var transaction = _connection.BeginTransaction();
        _connection.Execute("INSERT INTO t VALUES (1)");
        var first = Assert.Throws<DuckDbException>(() => _connection.Execute("INSERT INTO t VALUES (1)"));
        Assert.Equal(DuckDbErrorKind.Constraint, first.Kind);
        var refused = Assert.Throws<DuckDbException>(transaction.Commit);
        Assert.Equal(DuckDbErrorKind.Transaction, refused.Kind);
        Assert.Contains("COMMIT was refused", refused.Message, StringComparison.Ordinal);
        Assert.Same(first, refused.InnerException);
        Assert.Equal(0L, Count());
        Assert.False(_connection.InTransaction);
        using var next = _connection.BeginTransaction();
        _connection.Execute("INSERT INTO t VALUES (2)");
        next.Commit();
        Assert.Equal(1L, Count());
    }

    [Theory]
    [InlineData("BEGIN", "COMMIT")]
    [InlineData("begin transaction", "  end")]
    [InlineData("/* x; */ START TRANSACTION -- now", "-- 'end;\n COMMIT TRANSACTION;")]
    public void Commit_by_sql_of_an_aborted_transaction_throws_too(string begin, string commit)
    {
        _connection.Execute(begin);
        Assert.True(_connection.InTransaction);
        _connection.Execute("INSERT INTO t VALUES (1)");
        Assert.Throws<DuckDbException>(() => _connection.Execute("INSERT INTO t VALUES ('no number')"));
        Assert.Contains("COMMIT was refused", Assert.Throws<DuckDbException>(() => _connection.Execute(commit)).Message, StringComparison.Ordinal);
        Assert.Equal(0L, Count());
    }

    [Fact]
    public void A_whole_transaction_in_one_text_stops_at_its_error_and_cannot_be_committed()
    {
        Assert.Throws<DuckDbException>(() => _connection.Execute("BEGIN; INSERT INTO t VALUES (1); INSERT INTO t VALUES (1); COMMIT"));
        Assert.Throws<DuckDbException>(() => _connection.Execute("COMMIT"));
        Assert.Equal(0L, Count());
        Assert.Equal(3, _connection.Execute("BEGIN; INSERT INTO t VALUES (1); INSERT INTO t VALUES (length(';BEGIN') - 4); INSERT INTO t VALUES (3); COMMIT"));
    }

    [Fact]
    public async Task Commit_after_a_cancelled_query_throws()
    {
        using var transaction = _connection.BeginTransaction();
        _connection.Execute("INSERT INTO t VALUES (1)");
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await using var command = _connection.CreateCommand("SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range + b.range = -1");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => command.ExecuteScalarAsync(source.Token));
        Assert.Throws<DuckDbException>(transaction.Commit);
        Assert.Equal(0L, Count());
    }

    [Fact]
    public void Commit_after_a_refused_append_throws()
    {
        using var transaction = _connection.BeginTransaction();
        _connection.Execute("INSERT INTO t VALUES (1)");
        using (var appender = _connection.CreateAppender("t"))
        {
            appender.AppendRow(5);
            appender.AppendRow(5);
            Assert.Equal(DuckDbErrorKind.Constraint, Assert.Throws<DuckDbException>(appender.Complete).Kind);
        }

        Assert.Throws<DuckDbException>(transaction.Commit);
        Assert.Equal(0L, Count());
    }

    [Fact]
    public void Dispose_without_commit_rolls_back()
    {
        using (_connection.BeginTransaction())
            _connection.Execute("INSERT INTO t VALUES (1)");
        Assert.Equal(0L, Count());
        Assert.Throws<InvalidOperationException>(() =>
        {
            using var outer = _connection.BeginTransaction();
            using var inner = _connection.BeginTransaction();
        });
    }

    [Fact]
    public void A_conflict_at_commit_is_transient_and_writes_nothing()
    {
        using var other = _database.Connect();
        using var one = _connection.BeginTransaction();
        using var two = other.BeginTransaction();
        _connection.Execute("INSERT INTO t VALUES (7)");
        other.Execute("INSERT INTO t VALUES (7)");
        one.Commit();
        Assert.Throws<DuckDbException>(two.Commit);
        Assert.False(other.InTransaction);
        Assert.Equal(1L, other.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public void An_append_that_is_not_completed_writes_nothing()
    {
        Assert.Throws<InvalidCastException>(() =>
        {
            using var appender = _connection.CreateAppender("t");
            for (var i = 0; i < 5_000; i++)
                appender.AppendRow(i);
            appender.AppendRow("no number");
            appender.Complete();
        });
        Assert.Equal(0L, Count());
    }

    private long Count() => (long)_connection.Scalar("SELECT count(*) FROM t")!;
}
