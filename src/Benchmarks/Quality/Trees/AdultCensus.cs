using Bellwether.Benchmarks.Quality.Reading;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Evaluation.Intervals;
using Bellwether.Evaluation.Metrics;
using Bellwether.Learning.FactorizationMachines;
using Bellwether.Learning.Hashing;
using Bellwether.Learning.Linear;
using Bellwether.Learning.Margins;
using Bellwether.Learning.NaiveBayes;
using Bellwether.Learning.Online;
using Bellwether.Learning.Trees;
using Bellwether.Numerics.Scoring;

namespace Bellwether.Benchmarks.Quality.Trees;

/// <summary>UCI Adult: does a person earn more than 50,000 dollars a year?</summary>
public sealed class AdultCensus : TabularCase
{
    private const string Known = "accuracy@0.5, rows without unknowns";

    /// <inheritdoc/>
    public override string Name => "adult-census";

    /// <inheritdoc/>
    public override string Task => "Income above 50,000 dollars, from the census; the documented split, 32,561 rows to train and 16,281 to test. Published: adult.names, test rows without unknowns";

    /// <inheritdoc/>
    protected override IReadOnlyList<Metric> Metrics => [MetricCatalogue.RocAuc, MetricCatalogue.LogLoss, MetricCatalogue.Accuracy(0.5)];

    /// <inheritdoc/>
    protected override IReadOnlyList<QualityMethod> Methods =>
    [
        new("logistic regression", new LogisticRegression()),
        new("Gaussian naive Bayes", new GaussianNaiveBayes()) { PublishedMetric = Known, Published = 0.8388, PublishedBy = "Naive Bayes, adult.names", Note = "below the published figure: capital gains are far from normal; how the published one read numbers is not said" },
        new("naive Bayes, numbers in 10, 30 or 100 bins, by a fifth of train", new Chosen([.. new[] { 10, 30, 100 }.Select(b => new Hashed(new MultinomialNaiveBayes(), 12) { NumericBins = b })])) { PublishedMetric = Known, Published = 0.8388, PublishedBy = "Naive Bayes, adult.names; with chosen features (FSS) 0.8595", Note = "below the published figure; why is not established" },
        new("hashed linear SVM, numbers in 20 bins, C 0.1", Bins(new LinearSvm { C = 0.1 })),
        new("hashed SGD logistic regression, numbers in 20 bins", Bins(new SgdLogisticRegression { LearningRate = 0.05 })),
        new("hashed FTRL, 20 bits, numbers in 20 bins, 4 crosses, 3 passes, of 3 L1 on a fifth of train", new Chosen([.. new[] { 0.3, 1.0, 3 }.Select(l1 => new Hashed(new FtrlProximal { L1 = l1, Epochs = 3 }, 20)
        {
            NumericBins = 20, Crosses = [["education", "occupation"], ["marital_status", "occupation"], ["relationship", "education"], ["age", "education"]],
        })])),
        new("hashed factorization machine, numbers in 20 bins, of 3 lengths on a fifth of train", new Chosen([.. new[] { 3, 6, 12 }.Select(e => Bins(new FactorizationMachine { Epochs = e }))])),
        new("decision tree, 50 rows a leaf", new DecisionTree { MinSamplesLeaf = 50 })
        {
            PublishedMetric = Known, Published = 0.8446, PublishedBy = "C4.5, adult.names (trained without unknowns too)",
        },
        new("random forest, 200 trees, 5 rows a leaf", new RandomForest { Trees = 200, MinSamplesLeaf = 5 })
        {
            PublishedMetric = Known, Published = 0.8590, PublishedBy = "NBTree, the best but one of adult.names (trained without unknowns too)",
        },
        new("extra trees, 200 trees, 5 rows a leaf", new ExtraTrees { Trees = 200, MinSamplesLeaf = 5 }),
        new("boosted trees, 300 trees, rate 0.05", new BoostedTrees { Trees = 300, LearningRate = 0.05 })
        {
            PublishedMetric = "log_loss", Published = 0.27602, PublishedBy = "LightGBM tuned, catboost/benchmarks (another split; CatBoost 0.26974, XGBoost 0.27542)",
        },
    ];

    private static Hashed Bins(ISparseLearner learner) => new(learner, 14) { NumericBins = 20 };

    /// <inheritdoc/>
    protected override IEnumerable<(string Metric, Estimate Value, bool HigherIsBetter)> Judge(IModel model, Dataset test)
    {
        foreach (var figure in base.Judge(model, test))
            yield return figure;
        var known = test.Select([.. Enumerable.Range(0, test.Rows).Where(r => !Enumerable.Range(0, test.Width).Any(f => double.IsNaN(test.Column(f)[r])))]);
        var scores = Scores(model, known);
        var right = scores.Zip(known.Labels.ToArray()).Count(p => p.First >= 0.5 == (p.Second == 1));
        var (low, high) = Wilson.Interval(right, known.Rows);
        yield return (Known, new Estimate((double)right / known.Rows, low, high, known.Rows, IntervalMethod.Wilson), true);
    }

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
