using Bellwether.Benchmarks.Quality.Reading;
using Bellwether.Data.Training;
using Bellwether.Evaluation.Metrics;
using Bellwether.Learning.Trees;

namespace Bellwether.Benchmarks.Quality.Trees;

/// <summary>A sample of Avazu's mobile advertising rows: is an advertisement clicked?</summary>
public sealed class CtrAvazu : TabularCase
{
    private static readonly string[] Names =
        ["id", "click", "hour", "C1", "banner_pos", "site_id", "site_domain", "site_category", "app_id", "app_domain", "app_category", "device_id", "device_ip", "device_model", "device_type", "device_conn_type", "C14", "C15", "C16", "C17", "C18", "C19", "C20", "C21"];

    /// <inheritdoc/>
    public override string Name => "ctr-avazu-9k";

    /// <inheritdoc/>
    public override string Task => "Click on a mobile advertisement within one hour; 8,087 rows to train, 480 to stop early, 432 to test. No comparable figure is published";

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
        (Read(context.File("train.csv.gz"), null), Read(context.File("dev.csv.gz"), Names), Read(context.File("test.csv.gz"), Names));

    private static Dataset Read(string path, string[]? names)
    {
        var table = DelimitedTable.Read(path, ',', names);
        return table.Dataset(DelimitedTable.Features([.. Names[3..].Select(n => "*" + n)]), table.Numbers("click"));
    }
}
