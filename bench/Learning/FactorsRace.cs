using System.Diagnostics;
using System.Globalization;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Factorization;
using Bellwether.Learning.Recommenders;
using Bellwether.Numerics.Random;

namespace Bellwether.Bench.Learning;

/// <summary>EASE and implicit ALS against the same algorithms in numpy and scipy, and how their time grows.</summary>
/// <remarks><c>dotnet run -c Release --project bench -- factors --threads 2 --runs 2</c>. Both sides have the interactions in memory before the clock starts. The peer
/// uses whatever BLAS numpy finds and names it: OpenBLAS where Debian's libopenblas0-pthread is installed or LD_LIBRARY_PATH names it.</remarks>
public static class FactorsRace
{
    public static async Task<int> RunAsync(string[] args)
    {
        int Option(string name, int otherwise) =>
            Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
        var (threads, runs, factors, epochs) = (Option("--threads", 2), Option("--runs", 2), Option("--factors", 128), Option("--epochs", 2));
        var data = args is [not ['-', ..], ..] ? args[0] : "../shared/data";
        var train = Read(Path.Combine(data, "movielens-1m-implicit", "train.txt.gz"));
        var context = new FitContext(new Seed(1)) { Threads = threads };
        var (ease, als) = (new Ease(), new ImplicitAls { Factors = factors, Epochs = epochs });
        als.Fit(Part(train, 0.2), context);
        ease.Fit(Part(train, 0.2), context);
        for (var run = 1; run <= runs && !args.Contains("--alone"); run++)
        {
            var (easeSeconds, alsSeconds) = (Seconds(ease, train, context), Seconds(als, train, context));
            foreach (var (what, ours) in new[] { ("ease", easeSeconds), ("ials", alsSeconds) })
            {
                var peer = await PeerFiles.RunAsync("factors_peer.py", what, Path.GetFullPath(Path.Combine(data, "movielens-1m-implicit", "train.txt.gz")), $"{threads}", $"{factors}", $"{epochs}");
                foreach (var time in peer.GetProperty("seconds").EnumerateObject())
                    Print($"run {run}: {what,-4} bellwether {ours,6:F2} s   {time.Name} {time.Value.GetDouble(),6:F2} s   ours/theirs {ours / time.Value.GetDouble():F2}   ({peer.GetProperty("blas").GetString()})");
            }
        }

        Growth("EASE, by items", [0.25, 0.5, 1], share => { var part = Part(train, share); return (part.Items, Seconds(ease, part, context)); });
        Growth("implicit ALS, by interactions", [0.25, 0.5, 1], share => { var part = Users(train, share); return (part.Count, Seconds(als, part, context)); });
        Growth("implicit ALS, by factors", [0.25, 0.5, 1], share => ((int)(factors * share * 2), Seconds(als with { Factors = (int)(factors * share * 2) }, train, context)));
        return 0;
    }

    private static void Growth(string what, double[] shares, Func<double, (int Size, double Seconds)> measure)
    {
        var points = shares.Select(measure).ToArray();
        var (x, y) = (points.Select(p => Math.Log(p.Size)).ToArray(), points.Select(p => Math.Log(p.Seconds)).ToArray());
        var slope = x.Zip(y, (a, b) => (a - x.Average()) * (b - y.Average())).Sum() / x.Sum(a => (a - x.Average()) * (a - x.Average()));
        Print($"{what}: {string.Join(", ", points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Size} {p.Seconds:F2} s")))}; exponent {slope:F2}");
    }

    private static double Seconds(IRecommenderLearner learner, Interactions train, FitContext context)
    {
        _ = train.ByItem;
        var started = Stopwatch.GetTimestamp();
        learner.Fit(train, context);
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>The first share of the items.</summary>
    private static Interactions Part(Interactions all, double share)
    {
        var items = (int)(all.Items * share);
        return Interactions.From(all.Users, items, Triples(all).Where(t => t.Item2 < items));
    }

    private static Interactions Users(Interactions all, double share)
    {
        var users = (int)(all.Users * share);
        return Interactions.From(users, all.Items, Triples(all).Where(t => t.Item1 < users));
    }

    private static IEnumerable<(int, int, float)> Triples(Interactions all) =>
        Enumerable.Range(0, all.Users).SelectMany(u => all.ByUser.Columns(u).ToArray().Select(i => (u, i, 1f)));

    private static Interactions Read(string path)
    {
        using var reader = new StreamReader(new System.IO.Compression.GZipStream(File.OpenRead(path), System.IO.Compression.CompressionMode.Decompress));
        var triples = new List<(int, int, float)>();
        while (reader.ReadLine() is { } line)
        {
            int[] numbers = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(n => int.Parse(n, CultureInfo.InvariantCulture))];
            triples.AddRange(numbers.Skip(1).Select(i => (numbers[0], i, 1f)));
        }

        return Interactions.From(triples.Max(t => t.Item1) + 1, triples.Max(t => t.Item2) + 1, triples);
    }

    private static void Print(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));
}
