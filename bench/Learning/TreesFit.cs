using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Trees;
using Bellwether.Numerics.Random;

namespace Bellwether.Bench.Learning;

/// <summary>Our side of <see cref="TreesRace"/>, in a process of its own as the peers are, so that peak memory can be compared.</summary>
public static class TreesFit
{
    /// <summary>Arguments as of <c>trees_peer.py</c>, without the name of the peer; prints one line of JSON.</summary>
    public static void Run(string[] args)
    {
        int Number(int at) => int.Parse(args[at], CultureInfo.InvariantCulture);
        var (columns, depth, context) = (Number(2), Number(5), new FitContext(new Seed(1)) { Threads = Number(6) });
        var learner = new BoostedTrees
        {
            Trees = Number(3), LearningRate = 0.1, MaxLeaves = depth == 0 ? Number(4) : 65_536, MaxDepth = depth == 0 ? 64 : depth,
            Growth = depth == 0 ? TreeGrowthOrder.LeafWise : TreeGrowthOrder.DepthWise,
        };
        var train = PeerFiles.Read(args[0], columns);
        (learner with { Trees = 2 }).Fit(HiggsLikeRows.Make(40_000, columns, new Seed(2)), context);
        GC.Collect();
        ResetPeak();
        var (started, cpu) = (Stopwatch.GetTimestamp(), Process.GetCurrentProcess().TotalProcessorTime);
        var model = learner.Fit(train, context);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var cpuSeconds = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds;
        var peak = Peak();
        var test = Rows(PeerFiles.Read(args[1], columns));
        var scores = new double[test.Rows];
        model.Predict(test, scores);
        var some = test.Select([.. Enumerable.Range(0, Math.Min(10_000, test.Rows))]);
        var (room, vector) = (new double[some.Rows], new double[columns]);
        test.CopyRow(0, vector);
        var (batch, single) = (Micros(() => model.Predict(some, room), some.Rows), Micros(() => room[0] = model.Predict(vector), 1));
        Console.WriteLine(JsonSerializer.Serialize(new { seconds, cpuSeconds, peakBytes = peak, auc = Auc.Of(test.Labels, scores), batchMicros = batch, singleMicros = single, version = Environment.Version.ToString() }));
    }

    private static Dataset Rows(FloatColumns source)
    {
        var columns = new double[source.Schema.Count][];
        for (var c = 0; c < columns.Length; c++)
            source.Read(c, 0, columns[c] = new double[source.Rows]);
        return new Dataset(source.Schema, columns, source.Labels.ToArray(), new long[source.Rows]);
    }

    private static double Micros(Action call, int rows)
    {
        for (var i = 0; i < 200; i++)
            call();
        var best = double.MaxValue;
        for (var round = 0; round < 3; round++)
        {
            var (count, started) = (0, Stopwatch.GetTimestamp());
            for (; Stopwatch.GetElapsedTime(started).TotalSeconds < 0.17; count++)
                call();
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalSeconds / count);
        }

        return best / rows * 1e6;
    }

    private static void ResetPeak()
    {
        try
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
        }
        catch (IOException)
        {
            // then the peak includes reading the file, for the peers as for us
        }
        catch (UnauthorizedAccessException)
        {
        }
    }

    private static long Peak() =>
        long.Parse(File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
}
