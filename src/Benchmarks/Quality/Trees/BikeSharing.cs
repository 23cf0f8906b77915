using Bellwether.Benchmarks.Quality.Reading;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Evaluation.Metrics;
using Bellwether.Learning.Trees;

namespace Bellwether.Benchmarks.Quality.Trees;

/// <summary>UCI Bike Sharing: rentals of an hour from calendar and weather.</summary>
public sealed class BikeSharing : TabularCase
{
    /// <inheritdoc/>
    public override string Name => "bike-sharing";

    /// <inheritdoc/>
    public override string Task => "Rentals of an hour from calendar and weather; trained on the first 80 % of the hours, judged on the last 20 %";

    /// <inheritdoc/>
    protected override IReadOnlyList<Metric> Metrics => [MetricCatalogue.Rmse, MetricCatalogue.Mae];

    /// <inheritdoc/>
    protected override IReadOnlyList<QualityMethod> Methods =>
    [
        new("random forest, 100 trees", new RandomForest { Output = ModelOutput.Value }),
        new("boosted trees, squared, 300 trees", new BoostedTrees { Loss = TreeLoss.Squared, Trees = 300 }),
        new("boosted trees, Poisson, 300 trees", new BoostedTrees { Loss = TreeLoss.Poisson, Trees = 300 }),
    ];

    /// <inheritdoc/>
    protected override (Dataset Train, Dataset? Validation, Dataset Test) Load(QualityContext context)
    {
        var table = DelimitedTable.Read(context.File("hour.csv.gz"));
        var rows = table.Dataset(DelimitedTable.Features("*season", "yr", "mnth", "hr", "*holiday", "weekday", "*workingday", "weathersit", "temp", "atemp", "hum", "windspeed"), table.Numbers("cnt"));
        var cut = rows.Rows * 4 / 5;
        return (rows.Select([.. Enumerable.Range(0, cut)]), null, rows.Select([.. Enumerable.Range(cut, rows.Rows - cut)]));
    }
}
