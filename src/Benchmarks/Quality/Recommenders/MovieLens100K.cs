using System.Diagnostics;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Evaluation.Intervals;
using Bellwether.Evaluation.Ranking;
using Bellwether.Learning.Factorization;
using Bellwether.Learning.Recommenders;

namespace Bellwether.Benchmarks.Quality.Recommenders;

/// <summary>MovieLens 100K: ratings on the five official folds, and which of ten held-out films are recommended.</summary>
/// <remarks>Ratings predicted outside 1 to 5 are brought to that range, as Surprise does. Options are Surprise's defaults, not tuned here.</remarks>
public sealed class MovieLens100K : QualityCase
{
    private const int Users = 943;
    private const int Items = 1682;
    private const string Surprise = "Surprise README at 2381fb11, by the data README; random 5 folds, so not the same split";

    /// <inheritdoc/>
    public override string Name => "movielens-100k";

    /// <inheritdoc/>
    public override string Task => "RMSE of ratings over the official folds u1 to u5, intervals by users; and ranking of all unrated films on the official split ua (10 ratings of each user held out, all relevant).";

    /// <inheritdoc/>
    public override IEnumerable<QualityRow> Run(QualityContext context)
    {
        var folds = Enumerable.Range(1, 5).Select(f => (Train: Read(context, $"u{f}.base.gz"), Test: Read(context, $"u{f}.test.gz"))).ToArray();
        yield return Ratings(context, "mean and biases", new RatingBaseline(), folds) with { Published = 0.9458, PublishedBy = "data README, same folds" };
        yield return Ratings(context, "biased factorization, 100 factors", new BiasedFactorization(), folds) with { Published = 0.934, PublishedBy = Surprise + ", SVD" };
        yield return Ratings(context, "biased factorization, 200 factors, 40 epochs, L2 0.08", new BiasedFactorization { Factors = 200, Epochs = 40, LearningRate = 0.01, RateDecay = 0.95, L2 = 0.08 }, folds);
        yield return Ratings(context, "SVD++, 20 factors", new BiasedFactorization { Histories = true, Factors = 20, LearningRate = 0.007 }, folds) with { Published = 0.919, PublishedBy = Surprise + ", SVD++" };
        yield return Ratings(context, "40 user neighbours with baseline", new UserNeighbours(), folds) with { Published = 0.931, PublishedBy = Surprise + ", KNNBaseline" };
        yield return Ratings(context, "40 user neighbours with baseline, Pearson-baseline likeness", new UserNeighbours { Similarity = RatingSimilarity.PearsonBaseline }, folds);

        var (train, test) = (Presence(Read(context, "ua.base.gz")), Read(context, "ua.test.gz"));
        var learners = new (string Method, IRecommenderLearner Learner)[]
        {
            ("popularity", new Popularity()), ("EASE, L2 200", new Ease()), ("SLIM", new Slim()), ("implicit ALS, 64 factors", new ImplicitAls { Factors = 64, Unobserved = 0.3, L2 = 0.01 }),
            ("item neighbours, cosine", new ItemNeighbours { Shrinkage = 10 }), ("SAR, Jaccard", new Sar()), ("PureSVD, 24 factors", new PureSvd { Factors = 24 }), ("BPR", new BayesianRanking()),
        };
        foreach (var (method, learner) in learners)
            foreach (var row in RankingRows.Of(context, method, learner, train, test, 10, RankingMeasure.Ndcg, RankingMeasure.Recall))
                yield return row;
    }

    private static Interactions Read(QualityContext context, string file) => InteractionFiles.Ratings(context.File(file), Users, Items);

    private static Interactions Presence(Interactions ratings) => Interactions.From(Users, Items, Enumerable.Range(0, Users).SelectMany(u =>
        ratings.ByUser.Columns(u).ToArray().Select(i => (u, i, 1f))));

    private static QualityRow Ratings(QualityContext context, string method, IRecommenderLearner learner, (Interactions Train, Interactions Test)[] folds)
    {
        context.Progress.Report(method);
        var (squares, counts, seconds) = (new double[Users], new double[Users], 0.0);
        var foldErrors = 0.0;
        foreach (var (train, test) in folds)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            var started = Stopwatch.GetTimestamp();
            var model = learner.Fit(train, context.Fit);
            seconds += Stopwatch.GetElapsedTime(started).TotalSeconds;
            var (scores, sum) = (new float[Items], 0.0);
            for (var user = 0; user < Users; user++)
            {
                var items = test.ByUser.Columns(user);
                if (items.IsEmpty)
                    continue;
                model.Score(user, scores);
                for (var at = 0; at < items.Length; at++)
                {
                    var error = Math.Clamp(scores[items[at]], 1, 5) - test.ByUser.Values(user)[at];
                    squares[user] += error * error;
                    sum += error * error;
                }

                counts[user] += items.Length;
            }

            foldErrors += Math.Sqrt(sum / test.Count) / folds.Length;
        }

        return new QualityRow(method, "RMSE", Interval(context, foldErrors, squares, counts), false, seconds);
    }

    /// <summary>The mean over folds, with the spread of the pooled RMSE when users are drawn anew (delta method on the ratio of sums).</summary>
    private static Estimate Interval(QualityContext context, double value, double[] squares, double[] counts)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        var (meanCount, ratio) = (counts.Average(), squares.Sum() / counts.Sum());
        var residuals = squares.Zip(counts, (s, c) => (s - (ratio * c)) / meanCount).ToArray();
        var error = Math.Sqrt(residuals.Sum(r => r * r) / Users / (Users - 1)) / (2 * Math.Sqrt(ratio));
        return new Estimate(value, value - (1.96 * error), value + (1.96 * error), (int)counts.Sum(), IntervalMethod.Normal) { StandardError = error };
    }
}
