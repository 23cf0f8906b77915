using System.Globalization;
using System.Text.Json;
using Bellwether.Numerics.Random;

namespace Bellwether.Bench.Learning;

/// <summary>Boosted trees against XGBoost <c>hist</c> and scikit-learn's HistGradientBoosting: the same rows and options, one process after another.</summary>
/// <remarks><c>dotnet run -c Release --project bench -- trees --rows 100000,1000000 --columns 28 --trees 100 --leaves 255 --depth 0 --threads 1,2
/// --peers xgboost,sklearn</c>. Times are of training with the data in memory, binning included; peak memory is of the whole process while it
/// trains. On a busy machine compare processor seconds at one thread: at two, a thread that waits for its twin burns them too.</remarks>
public static class TreesRace
{
    private const int TestRows = 100_000, Chunk = 100_000;

    public static async Task<int> RunAsync(string[] args)
    {
        string Text(string name, string otherwise) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : otherwise;
        int[] Numbers(string name, string otherwise) => [.. Text(name, otherwise).Split(',').Select(t => int.Parse(t, CultureInfo.InvariantCulture))];
        var (columns, trees, leaves) = (Numbers("--columns", "28")[0], Numbers("--trees", "100")[0], Numbers("--leaves", "255")[0]);
        var peers = Text("--peers", "xgboost,sklearn").Split(',', StringSplitOptions.RemoveEmptyEntries);
        var folder = Directory.CreateTempSubdirectory("bellwether-trees-");
        var seconds = new Dictionary<(string Who, int Depth, int Threads), List<(double Rows, double Seconds)>>();
        try
        {
            Console.WriteLine("| rows | shape | threads | who | s | CPU s | peak MB | AUC | µs/row of 10,000 | µs for one | ours / it: time | CPU | memory | batch | one |");
            Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
            var test = Generate(Path.Combine(folder.FullName, "test.f32"), TestRows, columns, 999_000);
            foreach (var rows in Numbers("--rows", "100000,1000000"))
            {
                var train = Generate(Path.Combine(folder.FullName, "train.f32"), rows, columns, 0);
                foreach (var depth in Numbers("--depth", "0"))
                    foreach (var threads in Numbers("--threads", "1,2"))
                    {
                        string[] shared = [train, test, $"{columns}", $"{trees}", $"{leaves}", $"{depth}", $"{threads}"];
                        var ours = await OursAsync(shared);
                        Print(rows, depth, leaves, threads, "bellwether", ours, null);
                        Note("bellwether", depth, threads, rows, ours);
                        foreach (var peer in peers)
                        {
                            var theirs = await PeerFiles.StartAsync(Environment.GetEnvironmentVariable("BELLWETHER_PYTHON") ?? "/usr/bin/python3", $"{threads}",
                                [Path.Combine(AppContext.BaseDirectory, "trees_peer.py"), peer, .. shared]);
                            Print(rows, depth, leaves, threads, $"{peer} {theirs.GetProperty("version").GetString()}", theirs, ours);
                            Note(peer, depth, threads, rows, theirs);
                        }
                    }
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        foreach (var ((who, depth, threads), points) in seconds.Where(s => s.Value.Count > 2))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nGrowth of {who}, {(depth == 0 ? "leaf-wise" : $"depth {depth}")}, {threads} threads: seconds ~ rows^{Exponent(points):F2}"));
        return 0;

        void Note(string who, int depth, int threads, int rows, JsonElement figures)
        {
            if (!seconds.TryGetValue((who, depth, threads), out var points))
                seconds[(who, depth, threads)] = points = [];
            points.Add((rows, figures.GetProperty("seconds").GetDouble()));
        }
    }

    private static Task<JsonElement> OursAsync(string[] arguments)
    {
        var self = Path.Combine(AppContext.BaseDirectory, "Bellwether.Bench.dll");
        return Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? PeerFiles.StartAsync(Environment.ProcessPath!, "1", [self, "trees-fit", .. arguments])
            : PeerFiles.StartAsync(Environment.ProcessPath!, "1", ["trees-fit", .. arguments]);
    }

    private static string Generate(string path, int rows, int columns, long seed)
    {
        using var file = File.Create(path);
        for (var from = 0; from < rows; from += Chunk)
            PeerFiles.WriteRows(file, HiggsLikeRows.Make(Math.Min(Chunk, rows - from), columns, new Seed(1).Derive(seed + from)), from, rows);
        return path;
    }

    private static void Print(int rows, int depth, int leaves, int threads, string who, JsonElement figures, JsonElement? ours)
    {
        double Of(JsonElement from, string name) => from.GetProperty(name).GetDouble();
        string Ratio(string name) => ours is { } mine ? (Of(mine, name) / Of(figures, name)).ToString("F2", CultureInfo.InvariantCulture) : "";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {rows:N0} | {(depth == 0 ? $"{leaves} leaves" : $"depth {depth}")} | {threads} | {who} | {Of(figures, "seconds"):F2} | {Of(figures, "cpuSeconds"):F2} | {Of(figures, "peakBytes") / 1e6:F0} | {Of(figures, "auc"):F5} | {Of(figures, "batchMicros"):F2} | {Of(figures, "singleMicros"):F1} | {Ratio("seconds")} | {Ratio("cpuSeconds")} | {Ratio("peakBytes")} | {Ratio("batchMicros")} | {Ratio("singleMicros")} |"));
    }

    /// <summary>The slope of log seconds over log rows.</summary>
    private static double Exponent(List<(double Rows, double Seconds)> points)
    {
        var (x, y) = (points.Average(p => Math.Log(p.Rows)), points.Average(p => Math.Log(p.Seconds)));
        return points.Sum(p => (Math.Log(p.Rows) - x) * (Math.Log(p.Seconds) - y)) / points.Sum(p => Math.Pow(Math.Log(p.Rows) - x, 2));
    }
}
