using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Factorization;
using Bellwether.Learning.Recommenders;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Laws;

/// <summary>Examples of every recommender, by name; a type without one here is made with its default arguments. And their data.</summary>
internal static class Recommenders
{
    private static readonly Dictionary<string, IRecommenderLearner> Chosen = new()
    {
        ["popularity"] = new Popularity(),
        ["ease"] = new Ease { L2 = 5 },
        ["slim"] = new Slim { L1 = 0.5, L2 = 2 },
        ["item-cosine"] = new ItemNeighbours { Neighbours = 10, Shrinkage = 3 },
        ["item-jaccard"] = new ItemNeighbours { Similarity = ItemSimilarity.Jaccard, Neighbours = 5 },
        ["sar"] = new Sar(),
        ["sar-lift"] = new Sar { Similarity = ItemSimilarity.Lift, LeastUsers = 2 },
        ["user-baseline"] = new UserNeighbours { Neighbours = 8 },
        ["user-pearson"] = new UserNeighbours { Neighbours = 8, Similarity = RatingSimilarity.PearsonBaseline, Shrinkage = 5 },
        ["user-plain"] = new UserNeighbours { Neighbours = 8, Similarity = RatingSimilarity.Cosine, UseBiases = false },
        ["ials"] = new ImplicitAls { Factors = 12, Epochs = 4 },
        ["ials-constant"] = new ImplicitAls { Factors = 7, Epochs = 2, FrequencyPower = 0, L2 = 3, Unobserved = 0.4 },
        ["bpr"] = new BayesianRanking { Factors = 9, Epochs = 3 },
        ["pure-svd"] = new PureSvd { Factors = 6 },
        ["rating-baseline"] = new RatingBaseline(),
        ["mf"] = new BiasedFactorization { Factors = 10, Epochs = 5 },
        ["svd++"] = new BiasedFactorization { Factors = 10, Epochs = 5, Histories = true },
    };

    public static IEnumerable<Type> Types =>
        typeof(LearningFormats).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(IRecommenderLearner)) && !t.IsAbstract);

    public static IEnumerable<string> Names => Chosen.Keys.Concat(Types.Where(t => Chosen.Values.All(c => c.GetType() != t)).Select(t => t.FullName!));

    /// <summary>Those whose users score as their histories do, to rounding.</summary>
    public static IReadOnlySet<string> HistoryIsUser { get; } = new HashSet<string>
    {
        "popularity", "ease", "slim", "item-cosine", "item-jaccard", "sar", "sar-lift", "ials", "ials-constant", "pure-svd", "rating-baseline",
    };

    /// <summary>Those whose model does not depend on how users and items are numbered; the others draw random numbers in that order.</summary>
    public static IReadOnlySet<string> Equivariant { get; } = new HashSet<string>
    {
        "popularity", "ease", "slim", "item-cosine", "sar", "sar-lift", "user-pearson", "rating-baseline", "pure-svd",
    };

    public static IRecommenderLearner Named(string name) => Chosen.TryGetValue(name, out var learner) ? learner : (IRecommenderLearner)Activator.CreateInstance(Types.Single(t => t.FullName == name))!;

    /// <summary>Seeded ratings of 1 to 5, of users with tastes; the last user and the last item have none.</summary>
    public static Interactions Make(int users = 60, int items = 40, ulong seed = 1, bool distinct = false)
    {
        var stream = new Seed(seed).Stream();
        var triples = new List<(int, int, float)>();
        for (var user = 0; user < users - 1; user++)
            for (var item = 0; item < items - 1; item++)
            {
                var alike = user % 3 == item % 3;
                if (stream.NextBool((alike ? 0.5 : 0.1) / (1 + (item / 20.0))))
                    triples.Add((user, item, distinct ? (float)stream.NextDouble(1, 5) : 1 + stream.NextInt(alike ? 5 : 3)));
            }

        return Interactions.From(users, items, triples);
    }

    /// <summary>The same with users and items numbered anew: old user u is now users[u].</summary>
    public static Interactions Relabel(Interactions data, int[] users, int[] items)
    {
        var triples = new List<(int, int, float)>();
        for (var user = 0; user < data.Users; user++)
            for (var at = 0; at < data.ByUser.Columns(user).Length; at++)
                triples.Add((users[user], items[data.ByUser.Columns(user)[at]], data.ByUser.Values(user)[at]));
        return Interactions.From(data.Users, data.Items, triples);
    }

    public static float[] Scores(IRecommender model, int user)
    {
        var scores = new float[model.Items];
        model.Score(user, scores);
        return scores;
    }

    public static float[] Scores(IRecommender model, int[] history, float[] values)
    {
        var scores = new float[model.Items];
        model.Score(history, values, scores);
        return scores;
    }

}
