using Bellwether.Benchmarks.Quality.Reading;
using Bellwether.Data.Training;
using Bellwether.Evaluation.Metrics;
using Bellwether.Learning.Trees;

namespace Bellwether.Benchmarks.Quality.Trees;

/// <summary>UCI Adult: does a person earn more than 50,000 dollars a year?</summary>
public sealed class AdultCensus : TabularCase
{
    /// <inheritdoc/>
    public override string Name => "adult-census";

    /// <inheritdoc/>
    public override string Task => "Income above 50,000 dollars, from the census; the documented split, 32,561 rows to train and 16,281 to test. Published: adult.names, test rows without unknowns";

    /// <inheritdoc/>
    protected override IReadOnlyList<Metric> Metrics => [MetricCatalogue.RocAuc, MetricCatalogue.LogLoss, MetricCatalogue.Accuracy(0.5)];

    /// <inheritdoc/>
    protected override IReadOnlyList<QualityMethod> Methods =>
    [
        new("decision tree, 50 rows a leaf", new DecisionTree { MinSamplesLeaf = 50 })
        {
            PublishedMetric = "accuracy@0.5", Published = 0.8446, PublishedBy = "C4.5 (rows without unknowns: not the same rows)",
        },
        new("random forest, 200 trees, 5 rows a leaf", new RandomForest { Trees = 200, MinSamplesLeaf = 5 })
        {
            PublishedMetric = "accuracy@0.5", Published = 0.8590, PublishedBy = "NBTree, the best of adult.names (rows without unknowns: not the same rows)",
        },
        new("extra trees, 200 trees, 5 rows a leaf", new ExtraTrees { Trees = 200, MinSamplesLeaf = 5 }),
        new("boosted trees, 300 trees, rate 0.05", new BoostedTrees { Trees = 300, LearningRate = 0.05 })
        {
            PublishedMetric = "log_loss", Published = 0.27602, PublishedBy = "LightGBM tuned, catboost/benchmarks (another split; CatBoost 0.26974, XGBoost 0.27542)",
        },
    ];

    /// <inheritdoc/>
    protected override (Dataset Train, Dataset? Validation, Dataset Test) Load(QualityContext context) => (Read(context.File("adult.data.gz")), null, Read(context.File("adult.test.gz")));

    private static Dataset Read(string path)
    {
        var table = DelimitedTable.Read(path);
        return table.Dataset(
            DelimitedTable.Features("age", "*work_class", "education_num", "*education", "*marital_status", "*occupation", "*relationship", "*race", "*sex", "capital_gain", "capital_loss", "hours_per_week", "*native_country"),
            [.. table.Text("target").Select(t => t.StartsWith(">50K", StringComparison.Ordinal) ? 1.0 : 0)], "?");
    }
}
