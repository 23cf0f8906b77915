using System.Diagnostics;
using Bellwether.Numerics.Random;
using Bellwether.Storage.DuckDb;

namespace Bellwether.Storage.Tests.DuckDb;

public sealed class LostInstanceTests
{
    private const int RowsPerBatch = 5_000;

    [SkippableFact]
    public void A_full_disk_during_a_checkpoint_loses_the_instance_but_no_commit()
    {
        using var folder = new TemporaryFolder();
        Skip.IfNot(OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", "size=14m", "tmpfs", folder.Path) == 0, "a small file system cannot be mounted here");
        try
        {
            var options = new DuckDbOptions(folder.File("a.duckdb")) { CheckpointThresholdMebibytes = 4, TempDirectory = Path.GetTempPath() };
            var database = DuckDbDatabase.Open(options);
            var connection = database.Connect();
            var idle = database.Connect();
            var acknowledged = 0;
            var lost = Assert.Throws<DuckDbInstanceLostException>(() => Fill(connection, ref acknowledged));
            Assert.True(lost.CommitIsDurable, lost.Message);
            Assert.Contains("The commit is durable, but the instance", lost.Message, StringComparison.Ordinal);
            Assert.True(database.IsLost);
            Assert.Throws<DuckDbInstanceLostException>(() => idle.Scalar("SELECT 1"));
            Assert.Throws<DuckDbInstanceLostException>(database.Connect);
            Assert.Equal(System.Data.ConnectionState.Broken, idle.State);
            Assert.Equal(0, Run("mount", "-o", "remount,size=64m", folder.Path));

            // The old objects are still there: reopening must not meet the lost instance.
            using (var reopened = DuckDbDatabase.Open(options))
            using (var check = reopened.Connect())
            {
                Assert.Equal((long)(acknowledged + 1), check.Scalar("SELECT count(DISTINCT batch) FROM t"));
                Assert.Equal((long)(acknowledged + 1) * RowsPerBatch, check.Scalar("SELECT count(*) FROM t"));
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

    private static void Fill(DuckDbConnection connection, ref int acknowledged)
    {
        connection.Execute("CREATE TABLE t(batch INTEGER, a BIGINT, b BIGINT, c BIGINT)");
        var random = new Seed(1).Stream();
        for (var batch = 0; batch < 1_000; batch++)
        {
            using var transaction = connection.BeginTransaction();
            using (var appender = connection.CreateAppender("t"))
            {
                for (var i = 0; i < RowsPerBatch; i++)
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
