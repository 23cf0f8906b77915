using System.Diagnostics;
using Bellwether.Numerics.Random;
using Bellwether.Storage.DuckDb;

namespace Bellwether.Storage.Tests.DuckDb;

public sealed class LostInstanceTests
{
    [SkippableTheory]
    [InlineData(10, 2, 500, true)]
    [InlineData(12, 4, 5_000, false)]
    public void A_full_disk_during_a_checkpoint_loses_the_instance_but_no_commit(int sizeMebibytes, int thresholdMebibytes, int rowsPerBatch, bool saysDurable)
    {
        using var folder = new TemporaryFolder();
        Mount(folder, sizeMebibytes);
        try
        {
            var options = OptionsOf(folder, thresholdMebibytes);
            var database = DuckDbDatabase.Open(options);
            var connection = database.Connect();
            var idle = database.Connect();
            var acknowledged = 0;
            var lost = Assert.Throws<DuckDbInstanceLostException>(() => Fill(connection, ref acknowledged, rowsPerBatch));
            Assert.Equal(saysDurable, lost.CommitIsDurable);
            Assert.Contains(saysDurable ? "The commit is durable, but the instance" : "must be looked up after reopening", lost.Message, StringComparison.Ordinal);
            Assert.True(database.IsLost);
            Assert.Throws<DuckDbInstanceLostException>(() => idle.Scalar("SELECT 1"));
            Assert.Throws<DuckDbInstanceLostException>(database.Connect);
            Assert.Equal(System.Data.ConnectionState.Broken, idle.State);
            Assert.Equal(0, Run("mount", "-o", "remount,size=64m", folder.Path));

            // The old objects are still there: reopening must not meet the lost instance.
            using (var reopened = DuckDbDatabase.Open(options))
            using (var check = reopened.Connect())
            {
                var present = (long)check.Scalar("SELECT count(DISTINCT batch) FROM t")!;
                Assert.InRange(present, saysDurable ? acknowledged + 1 : acknowledged, acknowledged + 1);
                Assert.Equal(present * rowsPerBatch, check.Scalar("SELECT count(*) FROM t"));
                check.Execute("INSERT INTO t SELECT -1, 0, 0, 0");
                reopened.Checkpoint();
            }

            connection.Dispose();
            idle.Dispose();
            database.Dispose();
        }
        finally
        {
            Run("umount", "-l", folder.Path);
        }
    }

    [SkippableFact]
    public void A_full_disk_during_a_commit_rolls_back_and_leaves_the_database_usable()
    {
        using var folder = new TemporaryFolder();
        Mount(folder, 6);
        try
        {
            using var database = DuckDbDatabase.Open(OptionsOf(folder, 64));
            using var connection = database.Connect();
            var acknowledged = 0;
            var full = Assert.Throws<DuckDbException>(() => Fill(connection, ref acknowledged, 500));
            Assert.Contains("No space left", full.Message, StringComparison.Ordinal);
            Assert.False(full.IsTransient);
            Assert.Equal((long)acknowledged, connection.Scalar("SELECT count(DISTINCT batch) FROM t"));
            Assert.Equal(0, Run("mount", "-o", "remount,size=64m", folder.Path));
            connection.Execute("INSERT INTO t SELECT 100000, 0, 0, 0");
            Assert.Equal(acknowledged + 1L, connection.Scalar("SELECT count(DISTINCT batch) FROM t"));
        }
        finally
        {
            Run("umount", "-l", folder.Path);
        }
    }

    private static void Mount(TemporaryFolder folder, int mebibytes) =>
        Skip.IfNot(OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", FormattableString.Invariant($"size={mebibytes}m"), "tmpfs", folder.Path) == 0,
            "a small file system cannot be mounted here");

    private static DuckDbOptions OptionsOf(TemporaryFolder folder, int thresholdMebibytes) =>
        new(folder.File("a.duckdb")) { CheckpointThresholdMebibytes = thresholdMebibytes, TempDirectory = Path.GetTempPath() };

    private static void Fill(DuckDbConnection connection, ref int acknowledged, int rowsPerBatch)
    {
        connection.Execute("CREATE TABLE t(batch INTEGER, a BIGINT, b BIGINT, c BIGINT)");
        var random = new Seed(1).Stream();
        for (var batch = 0; batch < 30_000; batch++)
        {
            using var transaction = connection.BeginTransaction();
            using (var appender = connection.CreateAppender("t"))
            {
                for (var i = 0; i < rowsPerBatch; i++)
                    appender.AppendRow(batch, (long)random.NextBits(), (long)random.NextBits(), (long)random.NextBits());
                appender.Complete();
            }

            transaction.Commit();
            acknowledged++;
        }
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
