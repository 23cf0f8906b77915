using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Bellwether.Data.Models;
using Bellwether.Numerics.LinearAlgebra;
using Bellwether.Numerics.Random;
using Bellwether.Retrieval.Hnsw;
using Bellwether.Retrieval.Quantization;
using Bellwether.Retrieval.VectorSearch;

namespace Bellwether.Bench.Retrieval;

/// <summary>HNSW on Fashion-MNIST against hnswlib (compiled here with <c>-O3 -march=native</c>) and faiss (as Debian builds it), one thread, same M and efConstruction, queries matched at equal recall. Times are
/// processor seconds of the one thread, because others may use the machine.</summary>
/// <remarks><c>dotnet run -c Release --project bench -- vectors --queries 2000 --links 16 --effort 200</c>; <c>--no-faiss</c>, <c>--no-hnswlib</c>, <c>--no-Bits</c>
/// and the like leave one out, <c>--alone</c> all peers; <c>--filters</c> and <c>--growth</c> measure those instead.</remarks>
public static class VectorsRace
{
    private const int K = 10;

    private static readonly int[] s_efforts = [10, 14, 20, 28, 40, 56, 80, 120];

    public static async Task<int> RunAsync(string[] args)
    {
        int Option(string name, int otherwise) =>
            Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
        if (args.Contains("--growth"))
            return VectorsGrowth.Run(Option("--threads", 1));
        var (links, effort) = (Option("--links", 16), Option("--effort", 200));
        var (vectors, queries) = FashionPictures.Load();
        (vectors, queries) = (vectors.Slice(0, Option("--vectors", vectors.Count)), queries.Slice(0, Option("--queries", 2000)));
        if (args.Contains("--filters"))
            return VectorsFilters.Run(vectors, queries, links, effort);
        var truth = Truth(vectors, queries);
        var runs = new List<(string Name, double Build, List<(int Ef, double Recall, double Qps)> Sweep)>();
        Console.WriteLine("| index | build s | queries/s at recall 0.95 | at 0.99 | sweep: ef recall queries/s |\n|---|---|---|---|---|");
        foreach (var compression in Enum.GetValues<Compression>().Where(c => !args.Contains($"--no-{c}")))
            runs.Add(Row(Ours(new HnswSearch { Links = links, BuildEffort = effort, Compression = compression, Rerank = compression == Compression.Bits ? 5 : Option("--rerank", 2) }, vectors, queries, truth)));
        if (!args.Contains("--alone"))
            runs.AddRange(await PeersAsync(vectors, queries, truth, links, effort, [.. new[] { "hnswlib", "faiss" }.Where(p => !args.Contains($"--no-{p}"))]));
        Ratios(runs);
        return 0;
    }

    public static Neighbor[][] Truth(Vectors vectors, Vectors queries) =>
        new ExactSearch().Build(vectors, [], new FitContext(new Seed(1))).SearchAll(queries, K, Environment.ProcessorCount);

    public static double Recall(Neighbor[] found, int count, Neighbor[] truth)
    {
        var hits = 0;
        for (var i = 0; i < count; i++)
            foreach (var near in truth)
                hits += near.Id == found[i].Id ? 1 : 0;
        return (double)hits / truth.Length;
    }

    private static (string, double, List<(int, double, double)>) Ours(HnswSearch recipe, Vectors vectors, Vectors queries, Neighbor[][] truth)
    {
        recipe.Build(vectors.Slice(0, Math.Min(vectors.Count, 1000)), [], new FitContext(new Seed(1)));
        var started = ProcessorTime.OfThread();
        var index = recipe.Build(vectors, [], new FitContext(new Seed(1)));
        var build = (ProcessorTime.OfThread() - started).TotalSeconds;
        var sweep = new List<(int, double, double)>();
        var found = new Neighbor[K];
        foreach (var ef in s_efforts)
        {
            var (best, recall) = (double.MaxValue, 0.0);
            for (var round = 0; round < 3; round++)
            {
                recall = 0;
                started = ProcessorTime.OfThread();
                for (var q = 0; q < queries.Count; q++)
                    recall += Recall(found, index.Search(queries[q], found, new SearchOptions { Effort = ef }), truth[q]);
                best = Math.Min(best, (ProcessorTime.OfThread() - started).TotalSeconds);
            }

            sweep.Add((ef, recall / queries.Count, queries.Count / best));
        }

        return ($"bellwether {recipe.Compression}", build, sweep);
    }

    private static async Task<List<(string, double, List<(int, double, double)>)>> PeersAsync(Vectors vectors, Vectors queries, Neighbor[][] truth, int links, int effort, string[] peers)
    {
        var folder = Directory.CreateTempSubdirectory("bellwether-vectors-");
        try
        {
            string Write<T>(string name, ReadOnlySpan<T> values) where T : unmanaged
            {
                var path = Path.Combine(folder.FullName, name);
                File.WriteAllBytes(path, MemoryMarshal.AsBytes(values));
                return path;
            }

            string[] arguments =
            [
                Write("base.f32", vectors.Values), Write("queries.f32", queries.Values), Write<int>("truth.i32", [.. truth.SelectMany(t => t.Select(n => (int)n.Id))]),
                .. new[] { vectors.Dimension, K, links, effort }.Concat(s_efforts).Select(v => v.ToString(CultureInfo.InvariantCulture)),
            ];
            var (program, runs) = (Path.Combine(folder.FullName, "hnswlib_peer"), new List<(string, double, List<(int, double, double)>)>());
            if (peers.Contains("hnswlib"))
            {
                await OutputOfAsync("g++", "-O3", "-march=native", "-std=c++17", "-o", program, Path.Combine(AppContext.BaseDirectory, "hnswlib_peer.cpp"), "-lpthread");
                runs.Add(Row(Read("hnswlib -march=native", await OutputOfAsync(program, arguments))));
            }

            if (peers.Contains("faiss"))
                runs.Add(Row(Read("faiss (Debian)", await OutputOfAsync(Environment.GetEnvironmentVariable("BELLWETHER_PYTHON") ?? "/usr/bin/python3",
                    [Path.Combine(AppContext.BaseDirectory, "faiss_peer.py"), .. arguments]))));
            return runs;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static (string, double, List<(int, double, double)>) Read(string name, string text)
    {
        var json = JsonDocument.Parse(text).RootElement;
        return (name, json.GetProperty("build").GetDouble(),
            [.. json.GetProperty("sweep").EnumerateArray().Select(s => (s.GetProperty("ef").GetInt32(), s.GetProperty("recall").GetDouble(), s.GetProperty("qps").GetDouble()))]);
    }

    private static async Task<string> OutputOfAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        start.Environment["OMP_NUM_THREADS"] = "1";
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? text
            : throw new InvalidOperationException($"{program} must end with exit code 0, but ended with {process.ExitCode}. Install g++, libhnswlib-dev and python3-faiss, or leave the peers out with --alone.");
    }

    private static (string Name, double Build, List<(int Ef, double Recall, double Qps)> Sweep) Row((string Name, double Build, List<(int Ef, double Recall, double Qps)> Sweep) run)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {run.Name} | {run.Build:F1} | {At(run.Sweep, 0.95):F0} | {At(run.Sweep, 0.99):F0} | {string.Join("; ", run.Sweep.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Ef} {s.Recall:F4} {s.Qps:F0}")))} |"));
        return run;
    }

    /// <summary>Queries per second at a recall, between the efforts below and above it.</summary>
    private static double At(List<(int Ef, double Recall, double Qps)> sweep, double recall)
    {
        for (var i = 0; i < sweep.Count; i++)
            if (sweep[i].Recall >= recall)
            {
                if (i == 0)
                    return sweep[0].Qps;
                var part = (recall - sweep[i - 1].Recall) / (sweep[i].Recall - sweep[i - 1].Recall);
                return 1 / (((1 - part) / sweep[i - 1].Qps) + (part / sweep[i].Qps));
            }

        return double.NaN;
    }

    private static void Ratios(List<(string Name, double Build, List<(int Ef, double Recall, double Qps)> Sweep)> runs)
    {
        foreach (var peer in runs.Where(r => !r.Name.StartsWith("bellwether", StringComparison.Ordinal)))
            foreach (var ours in runs.Where(r => r.Name.StartsWith("bellwether", StringComparison.Ordinal)))
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"ours/theirs, {ours.Name} against {peer.Name}: build {ours.Build / peer.Build:F2}, query at 0.95 {At(peer.Sweep, 0.95) / At(ours.Sweep, 0.95):F2}, at 0.99 {At(peer.Sweep, 0.99) / At(ours.Sweep, 0.99):F2}"));
    }
}
