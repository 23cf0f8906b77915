using System.Diagnostics;
using System.Globalization;
using Bellwether.Data.Models;
using Bellwether.Numerics.LinearAlgebra;
using Bellwether.Numerics.Random;
using Bellwether.Retrieval.Hnsw;
using Bellwether.Retrieval.VectorSearch;

namespace Bellwether.Bench.Retrieval;

/// <summary>Time and memory of a graph at three sizes of 64-dimensional vectors in clusters, 500 candidates per search, with fitted exponents; and how long a later insert takes.</summary>
public static class VectorsGrowth
{
    public static int Run(int threads)
    {
        var points = new List<(double N, double Build, double Search)>();
        Console.WriteLine("| vectors | build s | bytes/vector | 500 candidates, ef 600: ms/search | recall@500 | insert ms p50 | p99 |\n|---|---|---|---|---|---|---|");
        var all = Clusters(300_000 + 1_200, 64);
        foreach (var n in new[] { 30_000, 100_000, 300_000 })
        {
            var (vectors, queries) = (all.Slice(0, n), all.Slice(300_000, 200));
            var before = Memory();
            var started = ProcessorTime.OfThread();
            var index = new HnswSearch { Links = 16, BuildEffort = 100, Metric = Metric.Cosine }.Build(vectors, [], new FitContext(new Seed(1)) { Threads = threads });
            var build = (ProcessorTime.OfThread() - started).TotalSeconds;
            var memory = (Memory() - before) / (double)n;
            var truth = new ExactSearch { Metric = Metric.Cosine }.Build(vectors, [], new FitContext(new Seed(1))).SearchAll(queries, 500, 2);
            var (found, recall) = (new Neighbor[500], 0.0);
            started = ProcessorTime.OfThread();
            for (var q = 0; q < queries.Count; q++)
                recall += VectorsRace.Recall(found, index.Search(queries[q], found, new SearchOptions { Effort = 600 }), truth[q]) / queries.Count;
            var search = (ProcessorTime.OfThread() - started).TotalMilliseconds / queries.Count;
            var inserts = new List<double>();
            for (var i = 0; i < 1000; i++)
            {
                var begun = Stopwatch.GetTimestamp();
                index.Set(n + i, all[300_200 + i]);
                inserts.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }

            inserts.Sort();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {n} | {build:F1} | {memory:F0} | {search:F2} | {recall:F4} | {inserts[500]:F2} | {inserts[990]:F2} |"));
            points.Add((n, build, search));
        }

        static double Slope(IEnumerable<(double X, double Y)> points)
        {
            var logs = points.Select(p => (X: Math.Log(p.X), Y: Math.Log(p.Y))).ToArray();
            var (x, y) = (logs.Average(p => p.X), logs.Average(p => p.Y));
            return logs.Sum(p => (p.X - x) * (p.Y - y)) / logs.Sum(p => (p.X - x) * (p.X - x));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"fitted exponents: build n^{Slope(points.Select(p => (p.N, p.Build))):F2}, search n^{Slope(points.Select(p => (p.N, p.Search))):F2}"));
        return 0;
    }

    /// <summary>Anonymous memory of the process, mapped files left out, in bytes.</summary>
    private static long Memory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private static Vectors Clusters(int count, int dimension)
    {
        var stream = new Seed(5).Stream();
        var centers = new float[1000 * dimension];
        foreach (ref var value in centers.AsSpan())
            value = (float)stream.NextGaussian();
        var values = new float[count * dimension];
        for (var i = 0; i < count; i++)
        {
            var center = stream.NextInt(1000) * dimension;
            for (var j = 0; j < dimension; j++)
                values[(i * dimension) + j] = centers[center + j] + (0.7f * (float)stream.NextGaussian());
        }

        return new Vectors(values, dimension);
    }
}
