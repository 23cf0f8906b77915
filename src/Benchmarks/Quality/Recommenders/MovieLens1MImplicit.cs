using Bellwether.Data.Models;
using Bellwether.Evaluation.Ranking;
using Bellwether.Learning.Factorization;
using Bellwether.Learning.Recommenders;

namespace Bellwether.Benchmarks.Quality.Recommenders;

/// <summary>MovieLens 1M as presence, with the split that the LightGCN++ authors published.</summary>
/// <remarks>Options were chosen by nDCG@20 on the validation file and are fixed here: EASE L2 of 50, 100, ... 1600; implicit ALS L2 of 0.001, 0.003, 0.01, 0.03
/// by Unobserved of 0.03, 0.1, 0.3, 0.6 at 64 factors and 8 epochs; PureSVD factors of 16 to 96; cosine neighbours of 20 to 400 by shrinkage of 0 to 300.
/// SLIM was tried at three settings only, BPR and SAR at their defaults. Judged are fits on the training file, by the test file; what was touched in training is left out of the lists, validation items are not.</remarks>
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
        yield return ("item neighbours, cosine, 200", new ItemNeighbours { Neighbours = 200, Shrinkage = 10 });
        yield return ("PureSVD, 24 factors", new PureSvd { Factors = 24 });
        yield return ("BPR", new BayesianRanking());
        yield return ("implicit ALS, 64 factors", new ImplicitAls { Factors = 64, Epochs = 8, L2 = 0.01 });
        yield return ("SLIM, L1 1, L2 100", new Slim { L1 = 1 });
        yield return ("EASE, L2 800", new Ease { L2 = 800 });
    }
}
