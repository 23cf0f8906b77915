using Bellwether.Benchmarks.Quality.Reading;
using Bellwether.Data.Training;
using Bellwether.Evaluation.Metrics;
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
        new("random forest, 300 trees, 5 rows a leaf", new RandomForest { Trees = 300, MinSamplesLeaf = 5 }),
        new("boosted trees, at most 300 trees, rate 0.05, 15 leaves", new BoostedTrees { Trees = 300, LearningRate = 0.05, MaxLeaves = 15, ColumnSample = 0.5 }),
    ];

    /// <inheritdoc/>
    protected override (Dataset Train, Dataset? Validation, Dataset Test) Load(QualityContext context) =>
        (Read(context.File("train.tsv.gz")), Read(context.File("dev.tsv.gz")), Read(context.File("test.tsv.gz")));

    private static Dataset Read(string path)
    {
        var table = DelimitedTable.Read(path, '\t', Names);
        return table.Dataset(DelimitedTable.Features([.. Names[1..14], .. Names[14..].Select(n => "*" + n)]), table.Numbers("label"));
    }
}
