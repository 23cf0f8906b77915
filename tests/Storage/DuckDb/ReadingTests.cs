using System.Data;
using System.Data.Common;
using System.Diagnostics;
using Bellwether.Storage.DuckDb;
using Bellwether.Storage.DuckDb.Interop;

namespace Bellwether.Storage.Tests.DuckDb;

public sealed class ReadingTests : IDisposable
{
    private const string Endless = "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range + b.range = -1";
    private readonly DuckDbDatabase _database = DuckDbDatabase.OpenInMemory();
    private readonly DuckDbConnection _connection;

    public ReadingTests() => _connection = _database.Connect();

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    [Fact]
    public void Chunks_give_the_columns_without_copies_and_in_order()
    {
        using var stream = _connection.StreamChunks("SELECT i AS id, i / 2.0::DOUBLE AS half, CASE WHEN i % 3 = 0 THEN NULL ELSE 'text number ' || i END AS t FROM range($1) r(i)", 10_000);
        Assert.Equal(["id", "half", "t"], stream.Columns.Select(c => c.Name));
        long row = 0;
        foreach (var chunk in stream)
        {
            var ids = chunk.Column<long>(0);
            var halves = chunk.Column<double>(1);
            for (var i = 0; i < chunk.RowCount; i++, row++)
            {
                Assert.Equal(row, ids[i]);
                Assert.Equal(row / 2.0, halves[i]);
                Assert.Equal(row % 3 == 0 ? null : $"text number {row}", chunk.Text(2, i));
            }
        }

        Assert.Equal(10_000, row);
    }

    [Fact]
    public void A_wrong_width_is_refused_by_the_reader_and_by_the_appender()
    {
        using (var stream = _connection.StreamChunks("SELECT sum(i) AS total FROM range(3) r(i)"))
        {
            Assert.True(stream.MoveNext());
            var refused = Assert.Throws<InvalidCastException>(() => stream.Current.Column<long>(0).Length);
            Assert.Contains("'total' is HUGEINT and must be read as Int128, not as Int64", refused.Message, StringComparison.Ordinal);
            Assert.Equal(3, (int)stream.Current.Column<Int128>(0)[0]);
        }

        _connection.Execute("CREATE TABLE t(i INTEGER, v FLOAT[3], d DECIMAL(9,2))");
        using var appender = _connection.CreateAppender("t");
        Assert.Throws<InvalidCastException>(() => appender.Column<long>(0).Length);
        Assert.Throws<InvalidCastException>(() => appender.ArrayColumn<double>(1).Length);
        appender.Column<int>(0)[0] = 1;
        appender.ArrayColumn<float>(1)[..3].Fill(2);
        appender.Column<int>(2)[0] = 12345;
        appender.SetNull(2, 1);
        appender.Append(2);
        appender.Complete();
        Assert.Equal(123.45m, _connection.Scalar("SELECT sum(d)::DECIMAL(9,2) FROM t"));
    }

    [Fact]
    public void A_second_statement_during_a_read_is_refused_and_possible_after_it()
    {
        using (var reader = _connection.CreateCommand("SELECT * FROM range(1000000)").ExecuteReader())
        {
            Assert.True(reader.Read());
            Assert.Contains("still being read", Assert.Throws<InvalidOperationException>(() => _connection.Scalar("SELECT 1")).Message, StringComparison.Ordinal);
            Assert.True(reader.Read());
        }

        Assert.Equal(1, _connection.Scalar("SELECT 1"));
    }

    [Fact]
    public void A_runtime_error_in_the_middle_of_a_stream_is_thrown_and_not_taken_for_the_end()
    {
        using var command = _connection.CreateCommand("SELECT CASE WHEN i = 500000 THEN error('broken at half') ELSE i END FROM range(1000000) r(i)");
        var error = Assert.Throws<DuckDbException>(() =>
        {
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
            }
        });
        Assert.Contains("broken at half", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_data_tool_can_load_a_table()
    {
        DbProviderFactory factory = DuckDbProviderFactory.Instance;
        using var connection = factory.CreateConnection()!;
        connection.ConnectionString = "Data Source=:memory:;Threads=1";
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT i::INTEGER AS i, i * 1.5::DOUBLE AS x, [i] AS list, NULL::DATE AS day FROM range($count) r(i)";
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("@count", 3_000);
        command.Parameters.Add(parameter);
        using var table = new DataTable();
        using (var reader = command.ExecuteReader())
            table.Load(reader);
        Assert.Equal(3_000, table.Rows.Count);
        Assert.Equal(typeof(double), table.Columns["x"]!.DataType);
        Assert.Equal(2999 * 1.5, table.Rows[2999]["x"]);
        Assert.Equal(DBNull.Value, table.Rows[5]["day"]);
    }

    [Fact]
    public void Several_statements_give_several_results_and_the_changed_rows()
    {
        using var reader = _connection.CreateCommand("CREATE TABLE t(i INTEGER); INSERT INTO t VALUES (1),(2); SELECT * FROM t; SELECT 'end'").ExecuteReader();
        Assert.Equal(2, reader.RecordsAffected);
        Assert.True(reader.HasRows);
        Assert.True(reader.Read() && reader.Read() && !reader.Read());
        Assert.True(reader.NextResult());
        Assert.True(reader.Read());
        Assert.Equal("end", reader.GetString(0));
        Assert.False(reader.NextResult());
    }

    [Fact]
    public void Parameters_that_do_not_fit_the_statement_are_refused()
    {
        Assert.Contains("has 2 parameters, but the command has 1", Assert.Throws<InvalidOperationException>(() => _connection.Scalar("SELECT ? + ?", 1)).Message, StringComparison.Ordinal);
        using var command = _connection.CreateCommand("SELECT $a + $b");
        command.Parameters.AddWithValue("$b", 2);
        command.Parameters.AddWithValue("c", 2);
        Assert.Contains("'$a'", Assert.Throws<InvalidOperationException>(() => command.ExecuteScalar()).Message, StringComparison.Ordinal);
        command.Parameters.AddWithValue("A", 40);
        Assert.Equal(42, command.ExecuteScalar());
    }

    [Fact]
    public async Task A_token_a_timeout_and_cancel_each_stop_a_query_and_leave_the_connection_usable()
    {
        await using var command = _connection.CreateCommand(Endless);
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        var start = Stopwatch.GetTimestamp();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => command.ExecuteScalarAsync(source.Token));
        command.CommandTimeout = 1;
        var late = await Assert.ThrowsAsync<DuckDbException>(() => command.ExecuteScalarAsync(CancellationToken.None));
        Assert.Contains("CommandTimeout of 1 s", late.Message, StringComparison.Ordinal);
        command.CommandTimeout = 0;
        var running = Task.Run(() => command.ExecuteScalar());
        await Task.Delay(100);
        command.Cancel();
        Assert.Equal(DuckDbErrorKind.Interrupt, (await Assert.ThrowsAsync<DuckDbException>(() => running)).Kind);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20));
        Assert.Equal(1, _connection.Scalar("SELECT 1"));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => command.ExecuteScalarAsync(new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Streaming_a_large_result_stays_in_bounded_memory()
    {
        using var stream = _connection.StreamChunks("SELECT i, i * 2 AS j, i * 3 AS k FROM range(20000000) r(i)");
        using var process = Process.GetCurrentProcess();
        Assert.True(stream.MoveNext());
        process.Refresh();
        var before = process.WorkingSet64;
        long total = stream.Current.Column<long>(0)[^1];
        while (stream.MoveNext())
            total += stream.Current.Column<long>(2).Length;
        process.Refresh();
        Assert.True(total > 19_000_000);
        Assert.InRange(process.WorkingSet64 - before, long.MinValue, 200L << 20);
    }

    [Fact]
    public void A_library_that_is_missing_or_broken_is_named_with_every_place_and_what_to_run()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("libduckdb.so"), "no library");
        var missing = Assert.Throws<DllNotFoundException>(() => NativeLibraryFile.Load(NativeLibraryFile.Candidates(folder.File("nowhere"))));
        Assert.Contains(Path.Combine(folder.File("nowhere"), "runtimes"), missing.Message, StringComparison.Ordinal);
        Assert.Contains("no such file", missing.Message, StringComparison.Ordinal);
        Assert.Contains("dotnet build", missing.Message, StringComparison.Ordinal);
        var broken = Assert.Throws<DllNotFoundException>(() => NativeLibraryFile.Load([folder.File("libduckdb.so")]));
        Assert.Contains(folder.File("libduckdb.so"), broken.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("no such file:", broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Use_after_close_is_an_exception_and_no_crash()
    {
        var connection = _database.Connect();
        connection.Execute("CREATE TABLE u(i INTEGER)");
        var stream = connection.StreamChunks("SELECT * FROM range(100000)");
        Assert.True(stream.MoveNext());
        var appenderOwner = _database.Connect();
        var appender = appenderOwner.CreateAppender("u");
        connection.Dispose();
        appenderOwner.Dispose();
        Assert.Throws<ObjectDisposedException>(() => stream.MoveNext());
        Assert.Throws<ObjectDisposedException>(() => appender.Append(0));
        stream.Dispose();
        appender.Dispose();
        Assert.Throws<InvalidOperationException>(() => connection.Execute("SELECT 1"));
        Assert.Throws<InvalidOperationException>(() => stream.Current.RowCount);
    }
}
