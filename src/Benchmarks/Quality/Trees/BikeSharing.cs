using Bellwether.Benchmarks.Quality.Reading;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Evaluation.Metrics;
using Bellwether.Learning.FactorizationMachines;
using Bellwether.Learning.Hashing;
using Bellwether.Learning.Linear;
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
        new("linear regression, calendar as numbers", new LinearRegression()),
        new("linear regression, calendar as categories, hour by kind of day", new LinearRegression { Penalty = Penalty.L2(1) }) { Rows = Categories },
        new("Poisson regression, calendar as numbers", new PoissonRegression()),
        new("Poisson regression, calendar as categories, hour by kind of day", new PoissonRegression()) { Rows = Categories },
        new("Poisson regression, elastic net, the same, of 4 strengths on the last fifth of train", new Chosen([.. new[] { 1.0, 10, 100, 1_000 }.Select(s => new PoissonRegression { Penalty = Penalty.ElasticNet(s, 0.5) })], Last: true)) { Rows = Categories },
        new("hashed factorization machine, the same, of 3 lengths on the last fifth of train", new Chosen([.. new[] { 5, 15, 40 }.Select(e => new Hashed(new FactorizationMachine { Output = ModelOutput.Value, Epochs = e }, 14))], Last: true)) { Rows = Categories },
        new("random forest, 100 trees", new RandomForest { Output = ModelOutput.Value }),
        new("boosted trees, squared, 300 trees", new BoostedTrees { Loss = TreeLoss.Squared, Trees = 300 }),
        new("boosted trees, Poisson, 300 trees", new BoostedTrees { Loss = TreeLoss.Poisson, Trees = 300 }),
    ];

    /// <summary>Reads month, hour, weekday and weather as categories, and adds the hour by working day or not, which is one more.</summary>
    private static Dataset Categories(Dataset rows)
    {
        var (hour, working) = (rows.Column(rows.Schema.IndexOf("hr")).ToArray(), rows.Column(rows.Schema.IndexOf("workingday")).ToArray());
        var schema = new FeatureSchema([.. rows.Schema.Features.Select(f => f.Name is "mnth" or "hr" or "weekday" or "weathersit" ? f with { Kind = FeatureKind.Categorical } : f),
            new FeatureSpec("hour of kind of day", FeatureKind.Categorical)]);
        return rows.WithColumns(schema, [.. Enumerable.Range(0, rows.Width).Select(f => rows.Column(f).ToArray()), [.. hour.Zip(working, (h, w) => h + (w == Category.Code("1") ? 24 : 0))]]);
    }

    /// <inheritdoc/>
    protected override (Dataset Train, Dataset? Validation, Dataset Test) Load(QualityContext context)
    {
        var table = DelimitedTable.Read(context.File("hour.csv.gz"));
        var rows = table.Dataset(DelimitedTable.Features("*season", "yr", "mnth", "hr", "*holiday", "weekday", "*workingday", "weathersit", "temp", "atemp", "hum", "windspeed"), table.Numbers("cnt"));
        var cut = rows.Rows * 4 / 5;
        return (rows.Select([.. Enumerable.Range(0, cut)]), null, rows.Select([.. Enumerable.Range(cut, rows.Rows - cut)]));
    }
}
