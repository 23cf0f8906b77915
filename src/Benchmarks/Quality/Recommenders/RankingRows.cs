using System.Diagnostics;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Evaluation.Intervals;
using Bellwether.Evaluation.Ranking;

namespace Bellwether.Benchmarks.Quality.Recommenders;

/// <summary>Fits a recommender and ranks all items for every user.</summary>
internal static class RankingRows
{
    /// <summary>One row for each measure; its interval draws users.</summary>
    public static IEnumerable<QualityRow> Of(
        QualityContext context, string method, IRecommenderLearner learner, Interactions train, Interactions test, int cut, params RankingMeasure[] measures)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        context.Progress.Report(method);
        var started = Stopwatch.GetTimestamp();
        var model = learner.Fit(train, context.Fit);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var ranking = FullRanking.Of(model, train, test, cut, context.Threads, context.CancellationToken);
        foreach (var measure in measures)
            yield return new QualityRow(method, $"{Title(measure)}@{cut}", new Bootstrap { Threads = context.Threads }.Mean(ranking.PerUser(measure), context.CancellationToken), true, seconds);
    }

    private static string Title(RankingMeasure measure) => measure switch
    {
        RankingMeasure.Ndcg => "nDCG",
        RankingMeasure.ReciprocalRank => "MRR",
        RankingMeasure.AveragePrecision => "MAP",
        _ => measure.ToString(),
    };
}
