using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Clustering;
using Bellwether.Learning.Kernels;
using Bellwether.Learning.Neighbours;
using Bellwether.Learning.Projection;
using Bellwether.Numerics.LinearAlgebra;
using Bellwether.Numerics.Random;

namespace Bellwether.Bench.Learning;

/// <summary>k-means, principal components, nearest neighbours and support vectors against scikit-learn on the same numbers, start and threads.</summary>
/// <remarks><c>dotnet bench/bin/Release/net10.0/Bellwether.Bench.dll structure [kmeans pca knn svc] [--data FOLDER] [--threads N]</c>. Both sides have their numbers in memory before the clock starts.
/// With --data, Fashion-MNIST; else generated points of the same shape.</remarks>
public static class StructureRace
{
    private static readonly List<(string Family, double Rows, double Seconds)> Growth = [];

    public static async Task<int> RunAsync(string[] args)
    {
        string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
        var threads = int.Parse(Option("--threads") ?? "2", CultureInfo.InvariantCulture);
        string[] known = ["kmeans", "pca", "knn", "svc"];
        var wanted = args.Intersect(known).DefaultIfEmpty("").First().Length == 0 ? known : [.. args.Intersect(known)];
        var folder = Directory.CreateTempSubdirectory("bellwether-structure-");
        Environment.SetEnvironmentVariable("OMP_NUM_THREADS", $"{threads}");
        Environment.SetEnvironmentVariable("OPENBLAS_NUM_THREADS", $"{threads}");
        Console.WriteLine("| what | bellwether s | scikit-learn s | ratio | ours | theirs |");
        Console.WriteLine("|---|---|---|---|---|---|");
        try
        {
            foreach (var what in wanted)
                await (what switch
                {
                    "kmeans" => MeansAsync(folder.FullName, Option("--data"), threads),
                    "pca" => ComponentsAsync(folder.FullName, Option("--data"), threads),
                    "knn" => NeighboursAsync(folder.FullName, Option("--data"), threads),
                    _ => MachinesAsync(folder.FullName),
                });
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        foreach (var family in Growth.GroupBy(g => g.Family))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{family.Key}: seconds grow as rows^{Exponent([.. family]):0.00} ({string.Join(", ", family.Select(f => $"{f.Rows:0}: {f.Seconds:0.000}"))})"));
        return 0;
    }

    private static async Task MeansAsync(string folder, string? data, int threads)
    {
        var cases = new List<(string Name, Vectors Points, int[] Clusters, int Iterations)>();
        var pictures = Pictures(data);
        foreach (var rows in new[] { 15_000, 30_000, 60_000 })
            cases.Add(($"{rows} x 784", pictures.Slice(0, rows), rows == 60_000 ? [10, 64] : [64], 20));
        var generated = Clusters(1_000_000, 16);
        foreach (var rows in new[] { 250_000, 500_000, 1_000_000 })
            cases.Add(($"{rows} x 16", generated.Slice(0, rows), rows == 1_000_000 ? [10, 64] : [64], 20));
        foreach (var (name, points, counts, iterations) in cases)
            foreach (var k in counts)
            {
                var file = Write(folder, "points", points.Values);
                var start = Write(folder, "start", points.Slice(0, k).Values);
                var theirs = await PeerFiles.RunAsync("structure_peer.py", "kmeans", file, $"{points.Dimension}", start, $"{k}", $"{iterations}", $"{threads}");
                foreach (var method in Enum.GetValues<KMeansMethod>())
                {
                    var learner = new KMeans { Clusters = k, InitialCentres = points.Slice(0, k).Memory, MaxIterations = iterations, Tolerance = 0, Method = method };
                    var found = (CentroidClustering)Best(() => learner.Fit(points, Context(threads)), out var seconds);
                    Row($"k-means {method}, {name}, k={k}, {found.Iterations} iterations", seconds, theirs, $"inertia {found.Inertia:g7}");
                    if (k == 64)
                        Growth.Add(($"k-means {method}, d={points.Dimension}, k=64", points.Count, seconds));
                }
            }
    }

    private static async Task ComponentsAsync(string folder, string? data, int threads)
    {
        var pictures = Pictures(data);
        foreach (var rows in new[] { 15_000, 30_000, 60_000 })
        {
            var points = pictures.Slice(0, rows);
            var file = Write(folder, "points", points.Values);
            var found = (PrincipalProjection)Best(() => new PrincipalComponents { Components = 50 }.Fit(points, Context(threads)), out var seconds);
            var ours = $"variance {found.ExplainedVariance.ToArray().Sum():g8}";
            foreach (var solver in rows == 60_000 ? new[] { "auto", "full" } : ["auto"])
                Row($"PCA exact, {rows} x 784, 50 components, against {solver}", seconds,
                    await PeerFiles.RunAsync("structure_peer.py", "pca", file, "784", "50", solver, $"{threads}"), ours);
            Growth.Add(("PCA, d=784", rows, seconds));
        }
    }

    private static async Task NeighboursAsync(string folder, string? data, int threads)
    {
        var (pictures, few, some) = (Pictures(data), Clusters(200_000, 4), Clusters(200_000, 16));
        foreach (var (name, all, sizes) in new[] { ("784", pictures, new[] { 15_000, 30_000, 58_000 }), ("16", some, [50_000, 100_000, 198_000]), ("4", few, [50_000, 100_000, 198_000]) })
            foreach (var rows in sizes)
            {
                var (points, queries) = (all.Slice(0, rows), all.Slice(all.Count - 2_000, 2_000));
                var (file, asked) = (Write(folder, "points", points.Values), Write(folder, "queries", queries.Values));
                var theirs = await PeerFiles.RunAsync("structure_peer.py", "knn", file, name, asked, "5", $"{threads}");
                var found = Best(() => new NeighbourIndex(points).All(queries, 5, new ParallelOptions { MaxDegreeOfParallelism = threads }), out var seconds);
                Row($"5 neighbours, {rows} x {name}, 2000 queries, against {theirs.GetProperty("method").GetString()}", seconds, theirs, $"distances {found.Sum(n => Math.Sqrt(n.SquaredDistance)):g8}");
                Growth.Add(($"neighbours, d={name}", rows, seconds));
            }
    }

    private static async Task MachinesAsync(string folder)
    {
        foreach (var rows in new[] { 2_000, 4_000, 8_000 })
        {
            var stream = new Seed(3).Stream();
            var columns = Enumerable.Range(0, 20).Select(_ => Enumerable.Range(0, rows).Select(_ => stream.NextGaussian()).ToArray()).ToArray();
            var labels = Enumerable.Range(0, rows).Select(r => (columns[0][r] * columns[1][r]) + columns[2][r] + (0.5 * stream.NextGaussian()) > 0 ? 1.0 : 0).ToArray();
            var train = new Dataset(new FeatureSchema(columns.Select((_, c) => new FeatureSpec($"x{c}"))), columns, labels, new long[rows]);
            var values = Enumerable.Range(0, rows * 20).Select(i => (float)columns[i % 20][i / 20]).ToArray();
            var theirs = await PeerFiles.RunAsync("structure_peer.py", "svc", Write(folder, "points", values), "20", Write(folder, "labels", labels.Select(l => (float)l).ToArray()), "1", "0.05");
            var learner = new SupportVectorClassification { Options = new KernelOptions { Kernel = new Kernel { Gamma = 0.05 }, Standardize = false } };
            var model = (SupportVectorModel)Best(() => learner.Fit(train, Context(1)), out var seconds);
            var (some, scores) = (train.Select([.. Enumerable.Range(0, 2_000)]), new double[2_000]);
            var began = Stopwatch.GetTimestamp();
            model.Predict(some, scores);
            var predict = Stopwatch.GetElapsedTime(began).TotalSeconds;
            Row($"SVC rbf, {rows} x 20, one thread", seconds, theirs, $"{model.Count} vectors, mean decision {scores.Average():0.00000}", $"{theirs.GetProperty("vectors").GetInt32()} vectors, mean decision {theirs.GetProperty("decision").GetDouble():0.00000}");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| its decisions for 2000 rows | {predict:0.000} | {theirs.GetProperty("predict").GetDouble():0.000} | {predict / theirs.GetProperty("predict").GetDouble():0.00} | | |"));
            Growth.Add(("SVC rbf, d=20", rows, seconds));
        }
    }

    private static FitContext Context(int threads) => new(new Seed(1)) { Threads = threads };

    private static void Row(string what, double seconds, JsonElement theirs, string ours, string? quality = null) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"| {what} | {seconds:0.000} | {theirs.GetProperty("seconds").GetDouble():0.000} | {seconds / theirs.GetProperty("seconds").GetDouble():0.00} | {ours} | {quality ?? theirs.GetProperty("quality").GetDouble().ToString("g8", CultureInfo.InvariantCulture)} |"));

    /// <summary>The best of two to five runs, until a second has passed; the first also warms the compiler up.</summary>
    private static T Best<T>(Func<T> run, out double seconds)
    {
        seconds = double.PositiveInfinity;
        var result = default(T)!;
        var (runs, spent) = (0, 0.0);
        for (; runs < 2 || (runs < 5 && spent < 1); runs++)
        {
            var began = Stopwatch.GetTimestamp();
            result = run();
            var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
            (seconds, spent) = (Math.Min(seconds, took), spent + took);
        }

        return result;
    }

    private static double Exponent((string, double Rows, double Seconds)[] sizes)
    {
        var (x, y) = (sizes.Select(s => Math.Log(s.Rows)).ToArray(), sizes.Select(s => Math.Log(s.Seconds)).ToArray());
        var (meanX, meanY) = (x.Average(), y.Average());
        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
    }

    private static string Write(string folder, string name, ReadOnlySpan<float> values)
    {
        var path = Path.Combine(folder, name);
        using var file = File.Create(path);
        file.Write(MemoryMarshal.AsBytes(values));
        return path;
    }

    private static Vectors Clusters(int count, int dimension)
    {
        var stream = new Seed(2).Stream();
        var centres = Enumerable.Range(0, 64 * dimension).Select(_ => (float)stream.NextDouble(-3, 3)).ToArray();
        var values = new float[count * dimension];
        for (var row = 0; row < count; row++)
        {
            var cluster = stream.NextInt(64);
            for (var p = 0; p < dimension; p++)
                values[(row * dimension) + p] = centres[(cluster * dimension) + p] + (float)stream.NextGaussian();
        }

        return new Vectors(values, dimension);
    }

    private static Vectors Pictures(string? data)
    {
        if (data is null)
            return Clusters(60_000, 784);
        using var zip = new GZipStream(File.OpenRead(Path.Combine(data, "fashion-mnist", "train-images-idx3-ubyte.gz")), CompressionMode.Decompress);
        var bytes = new byte[16 + (60_000 * 784)];
        zip.ReadExactly(bytes);
        var values = new float[60_000 * 784];
        for (var i = 0; i < values.Length; i++)
            values[i] = bytes[i + 16] / 255f;
        return new Vectors(values, 784);
    }
}
