using Bellwether.Benchmarks.Quality.Reading;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Evaluation.Metrics;
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
        new("decision tree, 20 rows a leaf", new DecisionTree { Output = ModelOutput.Value, MinSamplesLeaf = 20 }),
        new("random forest, 50 trees, 5 rows a leaf", new RandomForest { Output = ModelOutput.Value, Trees = 50, MinSamplesLeaf = 5 }),
        new("boosted trees, 200 trees", new BoostedTrees { Loss = TreeLoss.Squared, Trees = 200 }),
        new("boosted trees, absolute loss, 200 trees", new BoostedTrees { Loss = TreeLoss.Absolute, Trees = 200 }),
        new("boosted trees, Huber loss, 200 trees", new BoostedTrees { Loss = TreeLoss.Huber, HuberDelta = 2, Trees = 200 }),
    ];

    /// <inheritdoc/>
    protected override (Dataset Train, Dataset? Validation, Dataset Test) Load(QualityContext context) => (Read(context.File("taxi-fare-train.csv.gz")), null, Read(context.File("taxi-fare-test.csv.gz")));

    private static Dataset Read(string path)
    {
        var table = DelimitedTable.Read(path);
        return table.Dataset(DelimitedTable.Features("*vendor_id", "*rate_code", "passenger_count", "trip_time_in_secs", "trip_distance", "*payment_type"), table.Numbers("fare_amount"));
    }
}
