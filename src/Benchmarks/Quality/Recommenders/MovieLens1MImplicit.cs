using Bellwether.Data.Models;
using Bellwether.Evaluation.Ranking;
using Bellwether.Learning.Factorization;
using Bellwether.Learning.Recommenders;

namespace Bellwether.Benchmarks.Quality.Recommenders;

/// <summary>MovieLens 1M as presence, with the split that the LightGCN++ authors published.</summary>
/// <remarks>Options were chosen on the validation file by nDCG@20 of fits on the training file (<c>bench factors-sweep</c> repeats the search) and are fixed
/// here. Judged are fits on the training file, by the test file; what was touched in training is left out of the lists, validation items are not.</remarks>
public sealed class MovieLens1MImplicit : QualityCase
{
    /// <inheritdoc/>
    public override string Name => "movielens-1m-implicit";

    /// <inheritdoc/>
    public override string Task => "Ranking of all films that a user did not touch in training, 6,039 users, 3,628 films: recall over all held-out films and binary nDCG.";

    /// <inheritdoc/>
    public override IEnumerable<QualityRow> Run(QualityContext context)
    {
        var train = InteractionFiles.Lists(context.File("train.txt.gz"), 6039, 3628);
        var test = InteractionFiles.Lists(context.File("test.txt.gz"), 6039, 3628);
        foreach (var (method, learner) in Learners())
            foreach (var row in RankingRows.Of(context, method, learner, train, test, 20, RankingMeasure.Recall, RankingMeasure.Ndcg))
                yield return row;
    }

    private static IEnumerable<(string Method, IRecommenderLearner Learner)> Learners()
    {
        yield return ("popularity", new Popularity());
        yield return ("SAR, Jaccard", new Sar());
        yield return ("item neighbours", new ItemNeighbours());
        yield return ("PureSVD, 32 factors", new PureSvd { Factors = 32 });
        yield return ("BPR", new BayesianRanking());
        yield return ("implicit ALS", new ImplicitAls { Factors = 64 });
        yield return ("SLIM", new Slim());
        yield return ("EASE", new Ease { L2 = 400 });
    }
}
