using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Numerics;
using Bellwether.Numerics.Parallelism;
using Bellwether.Numerics.Scoring;

namespace Bellwether.Evaluation.Ranking;

/// <summary>Judges a recommender by ranking all items for every user: no sampled negatives, which change the order of methods
/// (Krichene and Rendle, "On Sampled Metrics for Item Recommendation", 2020).</summary>
/// <remarks>What a user touched in training is left out of his list. Users with nothing held out are not judged. O(users·(score + items)).
/// Deterministic at any number of threads. Immutable.</remarks>
public sealed class FullRanking
{
    private readonly Interactions _heldOut;
    private readonly int[] _users;
    private readonly int[][] _lists;

    private FullRanking(Interactions heldOut, int[] users, int[][] lists, int cut) => (_heldOut, _users, _lists, Cut) = (heldOut, users, lists, cut);

    /// <summary>k.</summary>
    public int Cut { get; }

    /// <summary>The users judged, rising.</summary>
    public IReadOnlyList<int> Users => _users;

    /// <summary>Ranks for every user who has something held out.</summary>
    /// <param name="recommender">Fitted on <paramref name="train"/>.</param>
    /// <param name="train">What is left out of the lists.</param>
    /// <param name="heldOut">What is relevant: every pair in it, whatever its value.</param>
    /// <param name="cut">k.</param>
    /// <param name="threads">At most this many threads.</param>
    /// <param name="cancellationToken">Checked once per block of users.</param>
    /// <exception cref="ArgumentException">Numbers of users or items do not agree.</exception>
    public static FullRanking Of(
        IRecommender recommender, Interactions train, Interactions heldOut, int cut, int threads = 1, CancellationToken cancellationToken = default)
    {
        Require.Positive(cut);
        if (recommender.Users != train.Users || train.Users != heldOut.Users || recommender.Items != train.Items || train.Items != heldOut.Items)
            throw new ArgumentException("Recommender, training and held-out interactions must have the same users and items.", nameof(heldOut));
        int[] users = [.. Enumerable.Range(0, train.Users).Where(u => !heldOut.ByUser.Columns(u).IsEmpty)];
        var lists = new int[users.Length][];
        Fork.Blocks(users.Length, 32, threads, (first, last) =>
        {
            var (scores, top) = (new float[train.Items], new int[cut]);
            for (var i = first; i < last; i++)
            {
                recommender.Score(users[i], scores);
                lists[i] = top[..TopItems.Select(scores, train.ByUser.Columns(users[i]), top)];
            }
        }, cancellationToken);
        return new FullRanking(heldOut, users, lists, cut);
    }

    /// <summary>The items recommended to the judged user at this place, best first.</summary>
    public IReadOnlyList<int> List(int place) => _lists[place];

    /// <summary>A measure for every judged user: its mean is the figure, and users are what an interval draws.</summary>
    /// <param name="measure">What to measure.</param>
    /// <param name="cut">How many of the list to look at, at most <see cref="Cut"/>; all by default.</param>
    public double[] PerUser(RankingMeasure measure, int? cut = null)
    {
        var k = Require.InRange(cut ?? Cut, 1, Cut, nameof(cut));
        var values = new double[_users.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var relevant = _heldOut.ByUser.Columns(_users[i]);
            values[i] = measure switch
            {
                RankingMeasure.Precision => TopKScores.Precision(_lists[i], relevant, k),
                RankingMeasure.Recall => TopKScores.Recall(_lists[i], relevant, k),
                RankingMeasure.TruncatedRecall => TopKScores.TruncatedRecall(_lists[i], relevant, k),
                RankingMeasure.Ndcg => TopKScores.Ndcg(_lists[i], relevant, k),
                RankingMeasure.ReciprocalRank => TopKScores.ReciprocalRank(_lists[i], relevant, k),
                _ => TopKScores.AveragePrecision(_lists[i], relevant, k),
            };
        }

        return values;
    }
}
