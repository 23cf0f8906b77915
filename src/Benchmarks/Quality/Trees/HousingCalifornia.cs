using Bellwether.Benchmarks.Quality.Reading;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Evaluation.Metrics;
using Bellwether.Learning.FactorizationMachines;
using Bellwether.Learning.Hashing;
using Bellwether.Learning.Linear;
using Bellwether.Learning.Trees;

namespace Bellwether.Benchmarks.Quality.Trees;

/// <summary>California housing 1990: the median house value of a district, in dollars.</summary>
public sealed class HousingCalifornia : TabularCase
{
    private const string Book = "Géron, Hands-On Machine Learning (another draw of rows)";

    /// <inheritdoc/>
    public override string Name => "housing-california";

    /// <inheritdoc/>
    public override string Task => "Median house value of a district in dollars; every fifth of 20,640 rows to test";

    /// <inheritdoc/>
    protected override IReadOnlyList<Metric> Metrics => [MetricCatalogue.Rmse, MetricCatalogue.Mae];

    /// <inheritdoc/>
    protected override IReadOnlyList<QualityMethod> Methods =>
    [
        new("linear regression", new LinearRegression()) { JudgeTrain = true, PublishedMetric = "rmse on train", Published = 68_628, PublishedBy = $"linear regression on its training rows, {Book}" },
        new("lasso, of 5 strengths on a fifth of train", new Chosen([.. Strengths.Select(s => new LinearRegression { Penalty = Penalty.L1(s) })])),
        new("elastic net 0.5, of 5 strengths on a fifth of train", new Chosen([.. Strengths.Select(s => new LinearRegression { Penalty = Penalty.ElasticNet(s / 1e4, 0.5) })])),
        new("ridge, logarithms of counts and income beside them, of 5 strengths on a fifth of train", new Chosen([.. new[] { 0.01, 1, 10, 100, 1_000 }.Select(s => new LinearRegression { Penalty = Penalty.L2(s) })])) { Rows = Logarithms },
        new("hashed factorization machine, numbers in 30 bins, of 3 on a fifth of train", new Chosen([.. new[] { 8, 20, 40 }.Select(e => new Hashed(new FactorizationMachine { Output = ModelOutput.Value, Epochs = e }, 14) { NumericBins = 30 })])),
        new("decision tree", new DecisionTree { Output = ModelOutput.Value }) { PublishedMetric = "rmse", Published = 71_408, PublishedBy = $"tree, 10-fold, {Book}" },
        new("random forest, 100 trees", new RandomForest { Output = ModelOutput.Value, MaxFeatures = 0.5 }) { PublishedMetric = "rmse", Published = 47_730, PublishedBy = $"tuned forest on test, {Book}; untuned 50,182" },
        new("extra trees, 100 trees", new ExtraTrees { Output = ModelOutput.Value }),
        new("boosted trees, 500 trees, rate 0.05, 63 leaves", new BoostedTrees { Loss = TreeLoss.Squared, Trees = 500, LearningRate = 0.05, MaxLeaves = 63, ColumnSample = 0.7 }),
        new("boosted trees, absolute loss, 500 trees, rate 0.1", new BoostedTrees { Loss = TreeLoss.Absolute, Trees = 500, MaxLeaves = 63 }),
    ];

    private static double[] Strengths => [1e4, 1e5, 1e6, 1e7, 1e8];

    /// <inheritdoc/>
    protected override (Dataset Train, Dataset? Validation, Dataset Test) Load(QualityContext context)
    {
        var table = DelimitedTable.Read(context.File("housing.csv.gz"));
        var rows = table.Dataset(
            DelimitedTable.Features("longitude", "latitude", "housing_median_age", "total_rooms", "total_bedrooms", "population", "households", "median_income", "*ocean_proximity"), table.Numbers("median_house_value"));
        var all = Enumerable.Range(0, rows.Rows);
        return (rows.Select([.. all.Where(r => r % 5 != 0)]), null, rows.Select([.. all.Where(r => r % 5 == 0)]));
    }

    /// <summary>Adds the logarithm of each count and of the income, which have long tails: to a linear model this gives rooms per household and the like.</summary>
    private static Dataset Logarithms(Dataset rows)
    {
        int[] tails = [.. new[] { "total_rooms", "total_bedrooms", "population", "households", "median_income" }.Select(rows.Schema.IndexOf)];
        return rows.WithColumns(
            new FeatureSchema([.. rows.Schema.Features, .. tails.Select(f => new FeatureSpec("log " + rows.Schema[f].Name))]),
            [.. Enumerable.Range(0, rows.Width).Select(f => rows.Column(f).ToArray()), .. tails.Select(f => Array.ConvertAll(rows.Column(f).ToArray(), Math.Log))]);
    }
}
