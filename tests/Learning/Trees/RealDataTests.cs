using System.Globalization;
using System.IO.Compression;
using Bellwether.Data.Models;
using Bellwether.Learning.Tests.Oracles;
using Bellwether.Learning.Trees;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Trees;

/// <summary>Trees on public tables beside the repository; the limits are XGBoost 1.7.4 hist with the same settings, as
/// <c>bench -- quality</c> measures it, with a margin inside its 95 % interval.</summary>
public sealed class RealDataTests
{
    private static readonly BoostedTrees Options = new() { Trees = 100, MaxLeaves = 31 };

    [SkippableFact]
    public void Higgs_rows_are_ranked_as_well_as_by_xgboost()
    {
        var (train, test) = (Read("binary-lightgbm-higgs7k/binary.train.gz", '\t'), Read("binary-lightgbm-higgs7k/binary.test", '\t'));
        var model = Options.Fit(Table(train, 0), new FitContext(new Seed(1)) { Threads = 2 });
        var scores = test.Select(r => (Label: r[0], Score: model.Predict(r[1..]))).OrderBy(s => s.Score).ToArray();
        var (positives, ranks) = (scores.Count(s => s.Label == 1), scores.Select((s, i) => s.Label == 1 ? i + 1.0 : 0).Sum());
        var auc = (ranks - (positives * (positives + 1) / 2.0)) / (positives * (scores.Length - positives));
        Assert.InRange(auc, 0.8236 - 0.01, 1);
    }

    [SkippableFact]
    public void House_prices_are_estimated_as_well_as_by_xgboost()
    {
        var rows = Read("housing-california/housing.csv.gz", ',').Select(r => (double[])[.. r[..8], r[9], r[8]]).ToArray();
        var train = Table([.. rows.Where((_, i) => i % 5 != 0).Select(r => (double[])[r[9], .. r[..9]])], 0);
        var model = (Options with { Loss = TreeLoss.Squared }).Fit(train, new FitContext(new Seed(1)) { Threads = 2 });
        var error = rows.Where((_, i) => i % 5 == 0).Average(r => Math.Pow(model.Predict(r[..9]) - r[9], 2));
        Assert.InRange(Math.Sqrt(error), 0, 46_426 * 1.03);
    }

    private static Data.Training.Dataset Table(double[][] rows, int label) => Oracle.Table(
        [.. Enumerable.Range(0, rows[0].Length).Where(c => c != label).Select(c => rows.Select(r => r[c]).ToArray())], [.. rows.Select(r => r[label])]);

    /// <summary>Words become the ordinal number of their first letters, empty is missing.</summary>
    private static double[][] Read(string name, char separator)
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Bellwether.slnx")))
            at = at.Parent;
        var shared = Path.Combine(at!.Parent!.FullName, "shared");
        Skip.IfNot(Directory.Exists(shared), "The public tables are not beside the repository.");
        var path = Path.Combine(shared, "data", name);
        Assert.True(File.Exists(path), $"shared/data must hold {name}.");
        using var file = File.OpenRead(path);
        using var reader = new StreamReader(path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file);
        var rows = new List<double[]>();
        while (reader.ReadLine() is { } line)
            if (line.Length > 0 && !line.StartsWith("longitude", StringComparison.Ordinal))
                rows.Add([.. line.Split(separator).Select(Number)]);
        return [.. rows];
    }

    private static double Number(string text) =>
        text.Length == 0 ? double.NaN : double.TryParse(text, CultureInfo.InvariantCulture, out double value) ? value : (text[0] * 256) + text[^1];
}
