using System.Diagnostics;
using Bellwether.Storage.DuckDb;

namespace Bellwether.Storage.Tests.DuckDb;

public sealed class OneInstanceTests
{
    [Theory]
    [InlineData("same")]
    [InlineData("relative")]
    [InlineData("dotted")]
    [InlineData("symbolic link")]
    [InlineData("linked folder")]
    [InlineData("hard link")]
    public void A_file_opened_twice_by_any_path_shares_one_instance(string how)
    {
        using var folder = new TemporaryFolder();
        using var other = new TemporaryFolder();
        var path = folder.File("a.duckdb");
        using var first = DuckDbDatabase.Open(path);
        using var one = first.Connect();
        one.Execute("CREATE TABLE t AS SELECT i FROM range(100000) r(i)");
        var again = how switch
        {
            "relative" => Path.GetRelativePath(Environment.CurrentDirectory, path),
            "dotted" => Path.Combine(folder.Path, "x", "..", ".", "a.duckdb"),
            "symbolic link" => File.CreateSymbolicLink(other.File("link.duckdb"), path).FullName,
            "linked folder" => Path.Combine(Directory.CreateSymbolicLink(other.File("folder"), folder.Path).FullName, "a.duckdb"),
            "hard link" => HardLink(path, other.File("hard.duckdb")),
            _ => path,
        };
        using var second = DuckDbDatabase.Open(again);
        using var two = second.Connect();

        // A second native instance would not see what the first has not checkpointed, and their writes would destroy each other's blocks.
        one.Execute("INSERT INTO t SELECT i FROM range(100000, 150000) r(i)");
        Assert.Equal(150_000L, two.Scalar("SELECT count(*) FROM t"));
        two.Execute("DELETE FROM t WHERE i % 2 = 0");
        Assert.Equal(75_000L, one.Scalar("SELECT count(*) FROM t"));
        first.Checkpoint();
        second.Checkpoint();
        Assert.Equal(75_000L, two.Scalar("SELECT count(DISTINCT i) FROM t"));
    }

    [Fact]
    public void The_same_file_with_other_settings_is_refused_and_may_follow_after_closing()
    {
        using var folder = new TemporaryFolder();
        var options = new DuckDbOptions(folder.File("a.duckdb")) { Threads = 1 };
        using (var first = DuckDbDatabase.Open(options))
        {
            var refused = Assert.Throws<DuckDbException>(() => DuckDbDatabase.Open(options with { Threads = 2 }));
            Assert.Contains("already open in this process with other settings", refused.Message, StringComparison.Ordinal);
            using var connection = new DuckDbConnection(DuckDbConnectionStringBuilder.Of(options).ConnectionString);
            connection.Open();
            Assert.Equal(1L, connection.Scalar("SELECT current_setting('threads')"));
        }

        using var second = DuckDbDatabase.Open(options with { Threads = 2 });
        using var after = second.Connect();
        Assert.Equal(2L, after.Scalar("SELECT current_setting('threads')"));
    }

    [Fact]
    public void Closing_one_of_two_owners_keeps_the_file_open_for_the_other()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a.duckdb");
        var first = DuckDbDatabase.Open(path);
        var second = DuckDbDatabase.Open(path);
        first.Dispose();
        first.Dispose();
        Assert.Throws<ObjectDisposedException>(first.Connect);
        using (var connection = second.Connect())
        {
            second.Dispose();
            connection.Execute("CREATE TABLE t(i INTEGER); INSERT INTO t VALUES (1)");
        }

        using var third = DuckDbDatabase.Open(path);
        using var reader = third.Connect();
        Assert.Equal(1, reader.Scalar("SELECT i FROM t"));
    }

    [Fact]
    public async Task Opening_and_closing_from_many_threads_loses_nothing()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a.duckdb");
        using (var database = DuckDbDatabase.Open(path))
        using (var connection = database.Connect())
            connection.Execute("CREATE TABLE t(i INTEGER)");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(() =>
        {
            for (var i = 0; i < 25; i++)
            {
                using var database = DuckDbDatabase.Open(path);
                using var connection = database.Connect();
                connection.Execute("INSERT INTO t VALUES ($1)", worker * 100 + i);
            }
        })));
        using var last = DuckDbDatabase.Open(path);
        using var check = last.Connect();
        Assert.Equal(100L, check.Scalar("SELECT count(DISTINCT i) FROM t"));
    }

    [Fact]
    public void Two_databases_in_memory_are_apart()
    {
        using var first = DuckDbDatabase.OpenInMemory();
        using var second = DuckDbDatabase.OpenInMemory();
        using var one = first.Connect();
        using var two = second.Connect();
        one.Execute("CREATE TABLE t(i INTEGER)");
        Assert.Equal(DuckDbErrorKind.Catalog, Assert.Throws<DuckDbException>(() => two.Execute("SELECT * FROM t")).Kind);
    }

    [Fact]
    public void A_missing_extension_is_an_error_at_once_and_no_download()
    {
        using var database = DuckDbDatabase.OpenInMemory();
        using var connection = database.Connect();
        var start = Stopwatch.GetTimestamp();
        Assert.Throws<DuckDbException>(() => connection.Execute("SELECT * FROM read_xlsx('x.xlsx')"));
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(2));
    }

    private static string HardLink(string from, string to)
    {
        using var process = Process.Start(new ProcessStartInfo("ln", [from, to]))!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return to;
    }
}
