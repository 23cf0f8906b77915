using Bellwether.Benchmarks.Quality.Reading;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Evaluation.Metrics;
using Bellwether.Learning.FactorizationMachines;
using Bellwether.Learning.Hashing;
using Bellwether.Learning.Linear;
using Bellwether.Learning.Margins;
using Bellwether.Learning.Online;
using Bellwether.Learning.Sparse;
using Bellwether.Learning.Trees;

namespace Bellwether.Benchmarks.Quality.Trees;

/// <summary>A sample of Criteo's display advertising rows: is an advertisement clicked?</summary>
public sealed class CtrCriteo : TabularCase
{
    private static readonly string[] Names = ["label", .. Enumerable.Range(1, 13).Select(i => $"i{i}"), .. Enumerable.Range(1, 26).Select(i => $"c{i}")];

    /// <inheritdoc/>
    public override string Name => "ctr-criteo-8k";

    /// <inheritdoc/>
    public override string Task => "Click on an advertisement; 7,200 rows to train, 409 to stop early, 391 to test. The full set's figures (AUC about 0.80) are not comparable";

    /// <inheritdoc/>
    protected override IReadOnlyList<Metric> Metrics => [MetricCatalogue.RocAuc, MetricCatalogue.LogLoss];

    /// <inheritdoc/>
    protected override IReadOnlyList<QualityMethod> Methods =>
    [
        new("logistic regression, 50 categories a feature, of 3 strengths on a fifth of train", new Chosen([.. new[] { 3.0, 10, 30 }.Select(s => new LogisticRegression { Penalty = Penalty.L2(s) })])),
        new("hashed sparse logistic regression, of 3 strengths on a fifth of train", new Chosen([.. new[] { 3.0, 10, 30 }.Select(s => Bins(new SparseLogisticRegression { Penalty = Penalty.L2(s) }))])),
        new("hashed SGD logistic regression, of 3 lengths on a fifth of train", new Chosen([.. new[] { 1, 3, 10 }.Select(e => Bins(new SgdLogisticRegression { LearningRate = 0.02, L2 = 1e-3, Epochs = e }))])),
        new("hashed FTRL, 20 bits, of 4 L1 and passes on a fifth of train", new Chosen([.. Ftrl.Select(f => Bins(f))])),
        new("hashed FTRL, 20 bits, 6 crosses of short features, of 4 L1 and passes on a fifth of train", new Chosen([.. Ftrl.Select(f => Bins(f) with { Crosses = Crosses })])),
        new("hashed linear SVM, C 0.01", Bins(new LinearSvm { C = 0.01 })),
        new("hashed factorization machine, of 5 penalties and lengths on a fifth of train", new Chosen([.. new[] { (0.02, 5e-3, 4), (0.02, 2e-2, 4), (0.02, 2e-2, 12), (0.02, 5e-2, 8), (0.01, 1e-1, 8) }
            .Select(o => Bins(new FactorizationMachine { LearningRate = o.Item1, L2 = o.Item2, Epochs = o.Item3 }))])),
        new("hashed field-aware factorization machine, of 5 penalties and lengths on a fifth of train", new Chosen([.. new[] { (0.05, 2e-5, 2), (0.02, 1e-3, 4), (0.02, 5e-3, 8), (0.05, 5e-3, 4), (0.05, 2e-2, 4) }
            .Select(o => Bins(new FieldAwareFactorizationMachine { LearningRate = o.Item1, L2 = o.Item2, Epochs = o.Item3 }))]))
        {
            Note = "too few rows for a weight per pair; with 45.8 million rows pairs win (Criteo_x4 of BARS: AUC logistic 0.793, FM 0.809, FFM 0.811)",
        },
        new("random forest, 300 trees, 5 rows a leaf", new RandomForest { Trees = 300, MinSamplesLeaf = 5 }),
        new("boosted trees, at most 300 trees, rate 0.05, 15 leaves", new BoostedTrees { Trees = 300, LearningRate = 0.05, MaxLeaves = 15, ColumnSample = 0.5 }),
    ];

    private static IEnumerable<FtrlProximal> Ftrl => from l1 in new[] { 0.5, 2 } from passes in new[] { 1, 4 } select new FtrlProximal { L1 = l1, L2 = 1, Epochs = passes };

    private static IReadOnlyList<IReadOnlyList<string>> Crosses => [["c6", "c9"], ["c14", "c17"], ["c17", "c20"], ["c6", "c17"], ["i6", "c17"], ["i11", "i13"]];

    private static Hashed Bins(ISparseLearner learner) => new(learner, 20) { NumericBins = 20 };

    /// <inheritdoc/>
    protected override (Dataset Train, Dataset? Validation, Dataset Test) Load(QualityContext context) =>
        (Read(context.File("train.tsv.gz")), Read(context.File("dev.tsv.gz")), Read(context.File("test.tsv.gz")));

    private static Dataset Read(string path)
    {
        var table = DelimitedTable.Read(path, '\t', Names);
        return table.Dataset(DelimitedTable.Features([.. Names[1..14], .. Names[14..].Select(n => "*" + n)]), table.Numbers("label"));
    }
}
