using Bellwether.Benchmarks.Quality.Reading;
using Bellwether.Data.Training;
using Bellwether.Evaluation.Metrics;
using Bellwether.Learning.FactorizationMachines;
using Bellwether.Learning.Hashing;
using Bellwether.Learning.Linear;
using Bellwether.Learning.Margins;
using Bellwether.Learning.NaiveBayes;
using Bellwether.Learning.Sparse;
using Bellwether.Learning.Trees;

namespace Bellwether.Benchmarks.Quality.Trees;

/// <summary>A small part of HIGGS, the example of LightGBM for two classes.</summary>
public sealed class Higgs7K : TabularCase
{
    private static readonly string[] Names = [.. Enumerable.Range(0, 29).Select(i => i == 0 ? "label" : $"f{i}")];

    /// <inheritdoc/>
    public override string Name => "binary-lightgbm-higgs7k";

    /// <inheritdoc/>
    public override string Task => "Signal or background; 7,000 rows to train and 500 to test, as published. Figures of the full 10.5 million rows (AUC 0.8457) are not comparable";

    /// <inheritdoc/>
    protected override IReadOnlyList<Metric> Metrics => [MetricCatalogue.RocAuc, MetricCatalogue.LogLoss];

    /// <inheritdoc/>
    protected override IReadOnlyList<QualityMethod> Methods =>
    [
        new("logistic regression", new LogisticRegression()),
        new("Gaussian naive Bayes", new GaussianNaiveBayes()),
        new("hashed sparse logistic regression, numbers in 10 bins, of 3 strengths on a fifth of train", new Chosen([.. new[] { 1.0, 5, 20 }.Select(s => new Hashed(new SparseLogisticRegression { Penalty = Penalty.L2(s) }, 12) { NumericBins = 10 })])),
        new("hashed linear SVM, numbers in 10 bins, C 0.02", new Hashed(new LinearSvm { C = 0.02 }, 12) { NumericBins = 10 }),
        new("hashed factorization machine, numbers in 10 bins, of 4 penalties and lengths on a fifth of train", new Chosen([.. new[] { (1e-4, 4), (5e-3, 10), (2e-2, 10), (5e-2, 20) }.Select(o => new Hashed(new FactorizationMachine { L2 = o.Item1, Epochs = o.Item2 }, 12) { NumericBins = 10 })])),
        new("random forest, 300 trees", new RandomForest { Trees = 300 }),
        new("extra trees, 300 trees", new ExtraTrees { Trees = 300 }),
        new("boosted trees, 100 trees", new BoostedTrees { Trees = 100 })
        {
            PublishedMetric = "roc_auc", Published = 0.8236, PublishedBy = "XGBoost 1.7.4 hist, the same options, measured by bench -- quality",
        },
        new("boosted trees, GOSS, 100 trees", new BoostedTrees { Trees = 100, Goss = new OneSideSampling() }),
        new("boosted trees, DART, 100 trees", new BoostedTrees { Trees = 100, LearningRate = 0.2, Dart = new TreeDropout() }),
    ];

    /// <inheritdoc/>
    protected override (Dataset Train, Dataset? Validation, Dataset Test) Load(QualityContext context) => (Read(context.File("binary.train.gz")), null, Read(context.File("binary.test")));

    private static Dataset Read(string path)
    {
        var table = DelimitedTable.Read(path, '\t', Names);
        return table.Dataset(DelimitedTable.Features(Names[1..]), table.Numbers("label"));
    }
}
