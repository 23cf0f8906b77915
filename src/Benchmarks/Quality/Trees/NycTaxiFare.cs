using Bellwether.Benchmarks.Quality.Reading;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Evaluation.Metrics;
using Bellwether.Learning.Linear;
using Bellwether.Learning.Trees;

namespace Bellwether.Benchmarks.Quality.Trees;

/// <summary>New York taxi trips: the fare in dollars.</summary>
public sealed class NycTaxiFare : TabularCase
{
    /// <inheritdoc/>
    public override string Name => "nyc-taxi-fare";

    /// <inheritdoc/>
    public override string Task => "Fare of a trip in dollars, from distance, time and kind; 100,000 rows to train and 100,000 to test, as published. No figure is published for this split";

    /// <inheritdoc/>
    protected override IReadOnlyList<Metric> Metrics => [MetricCatalogue.Rmse, MetricCatalogue.Mae];

    /// <inheritdoc/>
    protected override IReadOnlyList<QualityMethod> Methods =>
    [
        new("linear regression", new LinearRegression()),
        new("lasso, of 4 strengths on a fifth of train", new Chosen([.. Strengths.Select(s => new LinearRegression { Penalty = Penalty.L1(s) })])),
        new("elastic net 0.5, of 4 strengths on a fifth of train", new Chosen([.. Strengths.Select(s => new LinearRegression { Penalty = Penalty.ElasticNet(s, 0.5) })])),
        new("ridge, distance and time per rate code", new LinearRegression { Penalty = Penalty.L2(1) }) { Rows = PerRate },
        new("decision tree, 20 rows a leaf", new DecisionTree { Output = ModelOutput.Value, MinSamplesLeaf = 20 }),
        new("random forest, 50 trees, 5 rows a leaf", new RandomForest { Output = ModelOutput.Value, Trees = 50, MinSamplesLeaf = 5 }),
        new("boosted trees, 200 trees", new BoostedTrees { Loss = TreeLoss.Squared, Trees = 200 }),
        new("boosted trees, absolute loss, 200 trees", new BoostedTrees { Loss = TreeLoss.Absolute, Trees = 200 }),
        new("boosted trees, Huber loss, 200 trees", new BoostedTrees { Loss = TreeLoss.Huber, HuberDelta = 2, Trees = 200 }),
    ];

    private static double[] Strengths => [1, 10, 100, 1_000];

    /// <inheritdoc/>
    protected override (Dataset Train, Dataset? Validation, Dataset Test) Load(QualityContext context) => (Read(context.File("taxi-fare-train.csv.gz")), null, Read(context.File("taxi-fare-test.csv.gz")));

    /// <summary>Adds distance and time of the two rate codes that are not the ordinary one and have many trips: to the airport (a fixed fare) and to Newark.</summary>
    private static Dataset PerRate(Dataset rows)
    {
        var (rate, names) = (rows.Column(rows.Schema.IndexOf("rate_code")).ToArray(), new[] { "trip_distance", "trip_time_in_secs" });
        var (specs, columns) = (new List<FeatureSpec>(rows.Schema.Features), new List<double[]>(Enumerable.Range(0, rows.Width).Select(f => rows.Column(f).ToArray())));
        foreach (var code in new[] { "2", "3" })
            foreach (var name in names)
            {
                specs.Add(new FeatureSpec($"{name} of rate {code}"));
                columns.Add([.. rows.Column(rows.Schema.IndexOf(name)).ToArray().Zip(rate, (v, r) => r == Category.Code(code) ? v : 0)]);
            }

        return rows.WithColumns(new FeatureSchema(specs), [.. columns]);
    }

    private static Dataset Read(string path)
    {
        var table = DelimitedTable.Read(path);
        return table.Dataset(DelimitedTable.Features("*vendor_id", "*rate_code", "passenger_count", "trip_time_in_secs", "trip_distance", "*payment_type"), table.Numbers("fare_amount"));
    }
}
