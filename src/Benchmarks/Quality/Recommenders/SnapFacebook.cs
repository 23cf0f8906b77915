using System.Diagnostics;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Evaluation.Intervals;
using Bellwether.Evaluation.Metrics;
using Bellwether.Learning.Factorization;
using Bellwether.Learning.Recommenders;

namespace Bellwether.Benchmarks.Quality.Recommenders;

/// <summary>Hidden friendships of the SNAP ego-Facebook graph against pairs that are no friends.</summary>
/// <remarks>A tenth of the edges, drawn by the seed, is hidden; as many pairs without an edge are drawn evenly. Everything is learned from the other edges.
/// The adjacency matrix serves as interactions of people with people; a pair scores by the sum of both directions.</remarks>
public sealed class SnapFacebook : QualityCase
{
    private const int People = 4039;

    /// <inheritdoc/>
    public override string Name => "graph-snap-facebook";

    /// <inheritdoc/>
    public override string Task => "ROC AUC of link prediction: 10 % of 88,234 edges hidden (seeded), as many pairs without an edge drawn evenly.";

    /// <inheritdoc/>
    public override IEnumerable<QualityRow> Run(QualityContext context)
    {
        var edges = InteractionFiles.Edges(context.File("facebook_combined.txt.gz"));
        var stream = context.Seed.Derive(Name).Stream();
        stream.Shuffle<(int, int)>(edges);
        var hidden = edges[..(edges.Length / 10)];
        var all = edges.SelectMany(e => new[] { e, (e.To, e.From) }).ToHashSet();
        var pairs = new List<(int From, int To)>(hidden);
        while (pairs.Count < 2 * hidden.Length)
        {
            var pair = (stream.NextInt(People), stream.NextInt(People));
            if (pair.Item1 != pair.Item2 && !all.Contains(pair))
                pairs.Add(pair);
        }

        double[] labels = [.. pairs.Select((_, i) => i < hidden.Length ? 1.0 : 0)];
        var train = Interactions.From(People, People, edges[hidden.Length..].SelectMany(e => new[] { (e.From, e.To, 1f), (e.To, e.From, 1f) }));
        foreach (var (method, score) in new (string, Func<int, int, double>)[] { ("common friends", (_, _) => 1), ("Adamic-Adar", (friend, _) => 1 / Math.Log(Math.Max(2, train.ByUser.Columns(friend).Length))), ("Jaccard", (_, either) => 1.0 / either) })
            yield return Row(context, method, pairs, labels, 0, (a, b) => Common(train, a, b, score));
        foreach (var (method, learner) in new (string, IRecommenderLearner)[]
        {
            ("PureSVD of the adjacency, 64 factors", new PureSvd { Factors = 64 }), ("implicit ALS of the adjacency, 64 factors", new ImplicitAls { Factors = 64 }),
            ("BPR of the adjacency", new BayesianRanking()), ("SAR of the adjacency, Jaccard", new Sar()),
        })
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            context.Progress.Report(method);
            var started = Stopwatch.GetTimestamp();
            var model = learner.Fit(train, context.Fit);
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var scores = Scores(model, pairs);
            yield return Row(context, method, pairs, labels, seconds, (a, b) => scores[(a, b)] + scores[(b, a)]);
        }
    }

    private static Dictionary<(int, int), double> Scores(IRecommender model, List<(int From, int To)> pairs)
    {
        var (row, scores) = (new float[People], new Dictionary<(int, int), double>());
        foreach (var of in pairs.SelectMany(p => new[] { p, (p.To, p.From) }).GroupBy(p => p.Item1))
        {
            model.Score(of.Key, row);
            foreach (var pair in of)
                scores[pair] = row[pair.Item2];
        }

        return scores;
    }

    /// <summary>The sum over common friends of a weight of the friend and of how many are friends of either.</summary>
    private static double Common(Interactions train, int a, int b, Func<int, int, double> weight)
    {
        var (first, second) = (train.ByUser.Columns(a).ToArray(), train.ByUser.Columns(b).ToArray());
        var common = first.Intersect(second).ToArray();
        return common.Sum(friend => weight(friend, first.Length + second.Length - common.Length));
    }

    private static QualityRow Row(QualityContext context, string method, List<(int From, int To)> pairs, double[] labels, double seconds, Func<int, int, double> score) =>
        new(method, "ROC AUC", new Evaluator().Estimate(MetricCatalogue.RocAuc, pairs.Select(p => score(p.From, p.To)).ToArray(), labels), true, seconds);
}
