using Bellwether.Benchmarks.Quality.Reading;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Evaluation.Intervals;
using Bellwether.Evaluation.Metrics;
using Bellwether.Learning.Trees;

namespace Bellwether.Benchmarks.Quality.Trees;

/// <summary>The ranking example of LightGBM: documents of a query by grade.</summary>
public sealed class LambdaRank : TabularCase
{
    private const int Width = 300;

    /// <inheritdoc/>
    public override string Name => "ltr-lightgbm-lambdarank";

    /// <inheritdoc/>
    public override string Task => "Order of the documents of a query; 201 queries to train, 50 to test, early stopping on the test queries as in the published run (LightGBM, test_sklearn.py), 50 trees. Gain 2^grade - 1; a query without gain counts 1, as in LightGBM";

    /// <inheritdoc/>
    protected override IReadOnlyList<Metric> Metrics => [];

    /// <inheritdoc/>
    protected override IReadOnlyList<QualityMethod> Methods =>
    [
        Method("LambdaRank, 50 trees", TreeLoss.LambdaRank, "nDCG@1", 0.5674, "LightGBM's threshold; @3: 0.578"),
        Method("LambdaRank, 50 trees, as judged at 3", TreeLoss.LambdaRank, "nDCG@3", 0.578, "LightGBM's threshold"),
        Method("XE-NDCG, 50 trees", TreeLoss.CrossEntropyNdcg, "nDCG@1", 0.6211, "LightGBM's threshold; @3: 0.6253"),
        Method("XE-NDCG, 50 trees, as judged at 3", TreeLoss.CrossEntropyNdcg, "nDCG@3", 0.6253, "LightGBM's threshold"),
        Method("pairwise, 50 trees", TreeLoss.Pairwise, null, null, null),
    ];

    /// <inheritdoc/>
    protected override (Dataset Train, Dataset? Validation, Dataset Test) Load(QualityContext context)
    {
        var test = SvmLightFile.Read(context.File("rank.test.gz"), Width + 1, context.File("rank.test.query"));
        return (SvmLightFile.Read(context.File("rank.train.gz"), Width + 1, context.File("rank.train.query")), test, test);
    }

    /// <inheritdoc/>
    protected override IEnumerable<(string Metric, Estimate Value, bool HigherIsBetter)> Judge(IModel model, Dataset test)
    {
        var scores = new double[test.Rows];
        model.Predict(test, scores);
        foreach (var cut in new[] { 1, 3, 5 })
            yield return ($"nDCG@{cut}", new Bootstrap().Mean(Ndcg(test, scores, cut)), true);
    }

    private static QualityMethod Method(string label, TreeLoss loss, string? metric, double? published, string? by) =>
        new(label, new BoostedTrees { Loss = loss, Trees = 50, LearningRate = 0.1, MinChildWeight = 1e-3, EarlyStoppingRounds = 10, RankingCut = label.EndsWith('3') ? 3 : 1 })
        {
            PublishedMetric = metric, Published = published, PublishedBy = by,
        };

    private static double[] Ndcg(Dataset test, double[] scores, int cut)
    {
        static double Dcg(IEnumerable<double> grades, int cut) => grades.Take(cut).Select((g, place) => (Math.Pow(2, g) - 1) / Math.Log2(2 + place)).Sum();
        var groups = test.Groups.ToArray();
        return [.. Enumerable.Range(0, test.Rows).GroupBy(r => groups[r]).Select(rows =>
        {
            var ideal = Dcg(rows.Select(r => test.Labels[r]).OrderDescending(), cut);
            return ideal > 0 ? Dcg(rows.OrderByDescending(r => scores[r]).ThenBy(r => r).Select(r => test.Labels[r]), cut) / ideal : 1;
        })];
    }
}
