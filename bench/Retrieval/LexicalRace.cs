using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Bellwether.Bench.Learning;
using Bellwether.Numerics.Random;
using Bellwether.Retrieval.Lexical;
using Bellwether.Retrieval.Lexical.Queries;
using Bellwether.Retrieval.Lexical.Search;

namespace Bellwether.Bench.Retrieval;

/// <summary>BM25 top-10 against xapian on the same generated documents and queries: one thread, everything in memory, the same k1 and b.</summary>
/// <remarks><c>dotnet run -c Release --project bench -- lexical --documents 1000000 --queries 1000</c>. Ours starts from text and is timed from query text to hits, warm, the best of four rounds; xapian gets counted terms, and its
/// time is that of <c>get_mset</c> alone. Both index without positions.</remarks>
public static class LexicalRace
{
    private const int Vocabulary = 300_000, K = 10;

    public static async Task<int> RunAsync(string[] args)
    {
        int Option(string name, int otherwise) =>
            Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
        var queries = Option("--queries", 1_000);
        int[] sizes = Array.IndexOf(args, "--documents") is >= 0 and var at ? [.. args[at + 1].Split(',').Select(s => int.Parse(s, CultureInfo.InvariantCulture))] : [10_000, 100_000, 1_000_000];
        var peer = !args.Contains("--alone");
        Console.WriteLine("| documents | query | ours mean / p50 / p99 us | xapian mean / p50 / p99 us | ratio of means | same top 10 | ours index s | xapian index s | ours bytes | xapian bytes |\n|---|---|---|---|---|---|---|---|---|---|");
        var points = new List<(double Documents, double Mean)>();
        foreach (var size in sizes)
            points.Add((size, await OneAsync(size, queries, peer)));
        for (var i = 1; i < points.Count; i++)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"growth {points[i - 1].Documents:0} to {points[i].Documents:0}: mean time of \"any\" grows as documents^{Math.Log(points[i].Mean / points[i - 1].Mean) / Math.Log(points[i].Documents / points[i - 1].Documents):0.00}"));
        return 0;
    }

    private static async Task<double> OneAsync(int size, int queryCount, bool peer)
    {
        var corpus = new ZipfCorpus(Vocabulary);
        var queries = corpus.Queries(queryCount, new Seed(2)).ToList();
        using var index = LexicalIndex.InMemory(new LexicalOptions { Positions = false });
        var ticks = 0L;
        var folder = Directory.CreateTempSubdirectory("bellwether-lexical-");
        try
        {
            var files = (Documents: Path.Combine(folder.FullName, "documents"), Queries: Path.Combine(folder.FullName, "queries"));
            using (var file = File.Create(files.Documents))
                foreach (var (words, d) in corpus.Documents(size, new Seed(1)).Select((w, d) => (w, d)))
                {
                    if (peer)
                        WriteList(file, words);
                    var (key, text) = (d.ToString(CultureInfo.InvariantCulture), ZipfCorpus.Text(words));
                    var started = Stopwatch.GetTimestamp();
                    index.Add(key, text);
                    ticks += Stopwatch.GetTimestamp() - started;
                }

            var last = Stopwatch.GetTimestamp();
            var snapshot = index.Merge();
            var indexSeconds = (ticks + Stopwatch.GetTimestamp() - last) / (double)Stopwatch.Frequency;
            using (var file = File.Create(files.Queries))
                foreach (var query in queries)
                    WriteList(file, query);
            var theirs = peer ? await PeerFiles.RunAsync("xapian_peer.py", files.Documents, files.Queries, folder.FullName) : default;
            var mean = 0.0;
            foreach (var (name, all) in (ReadOnlySpan<(string, bool)>)[("any", false), ("all", true)])
            {
                var (times, found) = Ours(snapshot, queries, all);
                if (!all)
                    mean = times.Average();
                Print(size, name, times, found, peer ? theirs.GetProperty(name) : default, indexSeconds, snapshot.Bytes, peer ? theirs : default);
            }

            return mean;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static (double[] Times, List<int[]> Found) Ours(LexicalSnapshot snapshot, List<int[]> queries, bool all)
    {
        var (texts, hits, times) = (queries.Select(q => ZipfCorpus.Text(q)).ToArray(), new SearchHit[K], new double[queries.Count]);
        var found = new List<int[]>();
        for (var round = -4; round < 4; round++)
            for (var q = 0; q < texts.Length; q++)
            {
                var started = Stopwatch.GetTimestamp();
                var count = snapshot.Search(new MatchQuery(texts[q]) { RequireAll = all }, hits);
                var time = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
                times[q] = round < 0 ? double.MaxValue : Math.Min(times[q], time);
                if (round == 0)
                    found.Add([.. hits[..count].Select(h => h.Document)]);
            }

        return (times, found);
    }

    private static void Print(int size, string name, double[] ours, List<int[]> found, JsonElement theirs, double seconds, long bytes, JsonElement peer)
    {
        var (peerText, ratio, same, rest) = ("", "", "", " | ");
        if (theirs.ValueKind == JsonValueKind.Object)
        {
            var times = theirs.GetProperty("microseconds").EnumerateArray().Select(t => t.GetDouble()).ToArray();
            var top = theirs.GetProperty("top").EnumerateArray().Select(l => l.EnumerateArray().Select(d => d.GetInt32()).ToHashSet()).ToList();
            var overlap = found.Zip(top, (a, b) => a.Length == 0 ? 1 : (double)a.Count(b.Contains) / a.Length).Average();
            (peerText, ratio, same) = (Figures(times), (ours.Average() / times.Average()).ToString("0.00", CultureInfo.InvariantCulture), overlap.ToString("0.00", CultureInfo.InvariantCulture));
            rest = string.Create(CultureInfo.InvariantCulture, $"{peer.GetProperty("indexSeconds").GetDouble():0.0} | ");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {size} | {name} | {Figures(ours)} | {peerText} | {ratio} | {same} | {seconds:0.0} | {rest}{bytes / 1e6:0} MB | {(peer.ValueKind == JsonValueKind.Object ? peer.GetProperty("bytes").GetInt64() / 1e6 : 0):0} MB |"));
    }

    private static string Figures(double[] times)
    {
        var sorted = times.Order().ToArray();
        return string.Create(CultureInfo.InvariantCulture, $"{times.Average():0} / {sorted[sorted.Length / 2]:0} / {sorted[sorted.Length * 99 / 100]:0}");
    }

    private static void WriteList(FileStream file, int[] words)
    {
        file.Write(BitConverter.GetBytes(words.Length));
        file.Write(MemoryMarshal.AsBytes(words.AsSpan()));
    }
}
