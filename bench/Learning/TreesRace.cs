using System.Diagnostics;
using System.Globalization;
using Bellwether.Data.Models;
using Bellwether.Learning.Trees;
using Bellwether.Numerics.Random;

namespace Bellwether.Bench.Learning;

/// <summary>Boosted trees against XGBoost <c>hist</c> on the same rows with the same settings, runs interleaved.</summary>
/// <remarks><c>dotnet run -c Release --project bench -- trees --rows 1000000 --columns 28 --trees 100 --leaves 31 --threads 2 --runs 3</c>.
/// Times are of training from raw columns, binning included; both sides get their data in memory before the clock starts. On a busy machine compare processor seconds at one thread: at two,
/// a thread that waits for its twin burns them too.</remarks>
public static class TreesRace
{
    public static async Task<int> RunAsync(string[] args)
    {
        int Option(string name, int otherwise) =>
            Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
        var (rows, columns, trees) = (Option("--rows", 1_000_000), Option("--columns", 28), Option("--trees", 100));
        var (leaves, threads, runs) = (Option("--leaves", 31), Option("--threads", 2), Option("--runs", 3));
        var peer = !args.Contains("--alone");
        var all = HiggsLikeRows.Make(rows + 100_000, columns, new Seed(1));
        var (train, test) = (all.Select([.. Enumerable.Range(0, rows)]), all.Select([.. Enumerable.Range(rows, 100_000)]));
        var folder = Directory.CreateTempSubdirectory("bellwether-trees-");
        try
        {
            var (trainFile, testFile) = (Path.Combine(folder.FullName, "train.f32"), Path.Combine(folder.FullName, "test.f32"));
            if (peer)
            {
                PeerFiles.Write(train, trainFile);
                PeerFiles.Write(test, testFile);
            }

            var learner = new BoostedTrees { Trees = trees, MaxLeaves = leaves, LearningRate = 0.1 };
            learner.Fit(test, new FitContext(new Seed(1)) { Threads = threads });
            for (var run = 0; run < runs; run++)
            {
                var (started, cpu) = (Stopwatch.GetTimestamp(), Process.GetCurrentProcess().TotalProcessorTime);
                var model = (TreesModel)learner.Fit(train, new FitContext(new Seed(1)) { Threads = threads });
                var ours = Stopwatch.GetElapsedTime(started).TotalSeconds;
                var ourCpu = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds;
                var scores = new double[test.Rows];
                started = Stopwatch.GetTimestamp();
                model.Predict(test, scores);
                var predict = Stopwatch.GetElapsedTime(started).TotalSeconds;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"run {run + 1}: bellwether {ours,7:F2} s  {ourCpu,7:F2} cpu-s  AUC {Auc.Of(test.Labels, scores):F5}  predict {predict / test.Rows * 1e6:F2} us/row  single {Single(model, test):F2} us"));
                if (!peer)
                    continue;
                var json = await PeerFiles.RunAsync("xgboost_peer.py", trainFile, testFile, $"{columns}", $"{trees}", $"{leaves}", "0.1", $"{threads}");
                var theirs = json.GetProperty("trainSeconds").GetDouble();
                var theirCpu = json.GetProperty("trainCpuSeconds").GetDouble();
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"run {run + 1}: xgboost    {theirs,7:F2} s  {theirCpu,7:F2} cpu-s  AUC {json.GetProperty("quality").GetDouble():F5}  ours/theirs {ours / theirs:F2} (cpu {ourCpu / theirCpu:F2})"));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return 0;
    }

    private static double Single(IModel model, Bellwether.Data.Training.Dataset rows)
    {
        var (vector, sum, count) = (new double[rows.Width], 0.0, Math.Min(rows.Rows, 20_000));
        var ticks = 0L;
        for (var row = 0; row < count; row++)
        {
            rows.CopyRow(row, vector);
            var started = Stopwatch.GetTimestamp();
            sum += model.Predict(vector);
            ticks += Stopwatch.GetTimestamp() - started;
        }

        return sum < -1 ? double.NaN : ticks * 1e6 / Stopwatch.Frequency / count;
    }
}
