using System.Globalization;
using System.Runtime.InteropServices;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Baselines;
using Bellwether.Learning.Linear;
using Bellwether.Learning.Trees;
using Bellwether.Numerics.Random;

namespace Bellwether.Bench.Learning;

/// <summary>How good learners are on public and generated tables, beside XGBoost <c>hist</c> with the settings of our trees.</summary>
/// <remarks><c>dotnet run -c Release --project bench -- quality 3</c>, the number of generated tables last. The peer gets categories as ordinal numbers. Intervals are 95 %
/// bootstrap intervals over test rows; that of the difference is paired.</remarks>
public static class TreesQuality
{
    public static async Task<int> RunAsync(int seeds)
    {
        Console.WriteLine($"{"data",-18}{"model",-22}{"metric",-8}{"value",12}  95 % interval");
        for (var seed = 1; seed <= seeds; seed++)
        {
            var all = HiggsLikeRows.Make(40_000, 28, new Seed((ulong)seed));
            await CompareAsync($"generated {seed}", all.Select([.. Enumerable.Range(0, 30_000)]), all.Select([.. Enumerable.Range(30_000, 10_000)]), true);
        }

        await CompareAsync("higgs7k", SharedData.Higgs().Train, SharedData.Higgs().Test, true);
        await CompareAsync("adult", SharedData.Adult().Train, SharedData.Adult().Test, true);
        await CompareAsync("california", SharedData.California().Train, SharedData.California().Test, false);
        return 0;
    }

    private static async Task CompareAsync(string name, Dataset train, Dataset test, bool binary)
    {
        Func<double[], double[], double> metric = binary ? (l, s) => Auc.Of(l, s) : Rmse;
        var trees = new BoostedTrees { Loss = binary ? TreeLoss.Logistic : TreeLoss.Squared, Trees = 100, MaxLeaves = 31 };
        ILearner linear = binary ? new LogisticRegression() : new LinearRegression();
        var labels = test.Labels.ToArray();
        double[] Scores(ILearner learner)
        {
            var scores = new double[test.Rows];
            learner.Fit(train, new FitContext(new Seed(1)) { Threads = 2 }).Predict(test, scores);
            return scores;
        }

        void Print(string model, double[] scores)
        {
            var (low, high) = Auc.Interval(labels, scores, metric);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-18}{model,-22}{(binary ? "AUC" : "RMSE"),-8}{metric(labels, scores),12:F5}  [{low:F5}, {high:F5}]"));
        }

        if (!binary)
            Print("constant", Scores(new Constant()));
        Print(linear.Name, Scores(linear));
        var ours = Scores(trees);
        Print(trees.Name, ours);
        var theirs = await PeerAsync(train, test, binary);
        Print("xgboost hist", theirs);
        var both = ours.Select((s, i) => new System.Numerics.Complex(s, theirs[i])).ToArray();
        var (l, h) = Difference(labels, both, metric);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-18}{"ours - xgboost",-22}{"",-8}{metric(labels, ours) - metric(labels, theirs),12:F5}  [{l:F5}, {h:F5}]"));
    }

    private static (double Low, double High) Difference(double[] labels, System.Numerics.Complex[] both, Func<double[], double[], double> metric)
    {
        var indices = Enumerable.Range(0, labels.Length).Select(i => (double)i).ToArray();
        return Auc.Interval(labels, indices, (l, picks) =>
            metric(l, [.. picks.Select(p => both[(int)p].Real)]) - metric(l, [.. picks.Select(p => both[(int)p].Imaginary)]));
    }

    private static async Task<double[]> PeerAsync(Dataset train, Dataset test, bool binary)
    {
        var folder = Directory.CreateTempSubdirectory("bellwether-quality-");
        try
        {
            var (a, b) = (Path.Combine(folder.FullName, "train.f32"), Path.Combine(folder.FullName, "test.f32"));
            PeerFiles.Write(Ordinal(train, train), a);
            PeerFiles.Write(Ordinal(test, train), b);
            await PeerFiles.RunAsync("xgboost_peer.py", a, b, $"{train.Width}", "100", "31", "0.1", "1", binary ? "binary:logistic" : "reg:squarederror");
            return [.. MemoryMarshal.Cast<byte, float>(await File.ReadAllBytesAsync(b + ".scores")).ToArray().Select(s => (double)s)];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Dataset Ordinal(Dataset rows, Dataset train)
    {
        var columns = new double[rows.Width][];
        for (var c = 0; c < columns.Length; c++)
        {
            columns[c] = rows.Column(c).ToArray();
            if (rows.Schema[c].Kind != FeatureKind.Categorical)
                continue;
            var codes = train.Column(c).ToArray().Where(v => !double.IsNaN(v)).Distinct().Order().ToList();
            columns[c] = [.. columns[c].Select(v => double.IsNaN(v) ? v : codes.IndexOf(v))];
        }

        return rows.WithColumns(rows.Schema, columns);
    }

    private static double Rmse(double[] labels, double[] scores) => Math.Sqrt(labels.Zip(scores, (l, s) => (l - s) * (l - s)).Average());
}
