using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Anomaly;
using Bellwether.Learning.Kernels;
using Bellwether.Learning.Linear;
using Bellwether.Learning.Sampling;
using Bellwether.Learning.Trees;

namespace Bellwether.Benchmarks.Quality.Structure;

/// <summary>Anomalies without labels, and the effect of sampling rare classes, on card payments.</summary>
public sealed class FraudAnomalies : QualityCase
{
    /// <inheritdoc/>
    public override string Name => "fraud-ulb-sample";

    /// <inheritdoc/>
    public override string Task => "Fraud among 5 412 card payments (9.1 % fraud, sampled from 0.17 %); V1 to V28 and the amount; the first 70 % by time train, the rest is judged.";

    /// <inheritdoc/>
    public override IEnumerable<QualityRow> Run(QualityContext context)
    {
        var rows = new List<(double[], double, long)>();
        foreach (var fields in StructureFiles.Rows(context.File("creditcard_sample.csv.gz")))
            rows.Add(([.. fields[1..^1].Select(StructureFiles.Number)], StructureFiles.Number(fields[^1]), (long)(StructureFiles.Number(fields[0]) * 1e6)));
        var (train, test) = StructureFiles.ByTime(StructureFiles.Table(Enumerable.Range(1, 28).Select(i => new FeatureSpec($"v{i}")).Append(new FeatureSpec("amount")), rows), 0.7);
        var logistic = new LogisticRegression();
        var trees = new BoostedTrees { Trees = 150, MaxLeaves = 15 };
        var methods = new (string, ILearner, string?)[]
        {
            ("isolation forest, no labels", new IsolationForest { Trees = 200 }, "Published figures are for the full set: the prevalence here is 50 times as high."),
            ("local outlier factor, 20 neighbours, no labels", new LocalOutlierFactor(), "Frauds of this sample are 9 % and lie together: among 20 neighbours a fraud is no outlier. A wider neighbourhood sees it."),
            ("local outlier factor, 1000 neighbours, no labels", new LocalOutlierFactor { Neighbours = 1000 }, null),
            ("one-class support vectors, nu 0.1, no labels", new OneClassSupportVectors { Nu = 0.1 }, null),
            ("support vectors, RBF", new SupportVectorClassification(), null),
            ("logistic regression", logistic, null),
            ("logistic regression, balanced weights", new Resampled(new BalancedWeights(), logistic), null),
            ("logistic regression, SMOTE", new Resampled(new Smote(), logistic), null),
            ("boosted trees, 150 trees", trees, null),
            ("boosted trees, balanced weights", new Resampled(new BalancedWeights(), trees), null),
            ("boosted trees, SMOTE", new Resampled(new Smote(), trees), null),
            ("boosted trees, ADASYN", new Resampled(new Adasyn(), trees), null),
        };
        return methods.SelectMany(m => StructureRun.Ranking(context, m.Item1, m.Item2, train, test, m.Item3));
    }
}
