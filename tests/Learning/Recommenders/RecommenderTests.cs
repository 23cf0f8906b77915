using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Factorization;
using Bellwether.Learning.Recommenders;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Recommenders;

public sealed class RecommenderTests
{
    private static readonly FitContext Context = new(new Seed(3));

    /// <summary>Two groups of users who touch two groups of items: what is held out of a group must come before the other group's items.</summary>
    public static TheoryData<string> Personal => ["ease", "slim", "item", "sar", "ials", "bpr", "svd"];

    [Theory, MemberData(nameof(Personal))]
    public void Items_of_ones_own_kind_come_first(string which)
    {
        IRecommenderLearner learner = which switch
        {
            "ease" => new Ease { L2 = 1 },
            "slim" => new Slim { L1 = 0.1, L2 = 1 },
            "item" => new ItemNeighbours(),
            "sar" => new Sar(),
            "ials" => new ImplicitAls { Factors = 4, Epochs = 8 },
            "bpr" => new BayesianRanking { Factors = 4, Epochs = 200 },
            _ => new PureSvd { Factors = 2 },
        };
        var data = Interactions.From(20, 20, from u in Enumerable.Range(0, 20) from i in Enumerable.Range(0, 20) where u % 2 == i % 2 && (u + i) % 10 != 4 select (u, i, 1f));
        var model = learner.Fit(data, Context);
        var scores = new float[20];
        for (var user = 0; user < 20; user++)
        {
            model.Score(user, scores);
            var (own, other) = (Enumerable.Range(0, 20).Where(i => i % 2 == user % 2).Min(i => scores[i]), Enumerable.Range(0, 20).Where(i => i % 2 != user % 2).Max(i => scores[i]));
            Assert.True(own > other, $"user {user}: {own} must lie above {other}");
        }
    }

    [Fact]
    public void The_rating_baseline_finds_biases_that_are_there()
    {
        var data = Interactions.From(40, 30, from u in Enumerable.Range(0, 40) from i in Enumerable.Range(0, 30) select (u, i, 3 + (u % 3) - 1 + ((i % 2) * 0.5f)));
        var scores = new float[30];
        new RatingBaseline { UserL2 = 0, ItemL2 = 0 }.Fit(data, Context).Score(4, scores);
        for (var item = 0; item < 30; item++)
            Assert.Equal(3 + (4 % 3) - 1 + ((item % 2) * 0.5), scores[item], 1e-4);
    }

    [Fact]
    public void One_nearest_user_of_the_same_taste_gives_his_rating()
    {
        var data = Interactions.From(3, 3, [(0, 0, 5), (0, 1, 1), (1, 0, 5), (1, 1, 1), (1, 2, 4), (2, 0, 1), (2, 1, 5), (2, 2, 2)]);
        var scores = new float[3];
        new UserNeighbours { Neighbours = 1, UseBiases = false }.Fit(data, Context).Score(0, scores);
        Assert.Equal(4, scores[2], 1e-6);
    }

    [Fact]
    public void Decay_halves_a_value_for_each_half_life()
    {
        var data = Interactions.Decayed(1, 2, [(0, 0, 8f, 70L), (0, 0, 1f, 100L), (0, 1, 4f, 200L)], now: 100, halfLife: 10);
        Assert.Equal([2f, 4f], data.ByUser.Values(0).ToArray());
    }

    [Fact]
    public void SvdPlusPlus_learns_a_group_that_biases_cannot()
    {
        var stream = new Seed(9).Stream();
        var data = Interactions.From(60, 30, from u in Enumerable.Range(0, 60) from i in Enumerable.Range(0, 30) where stream.NextBool(0.6) select (u, i, u % 2 == i % 2 ? 5f : 1f));
        var model = new BiasedFactorization { Histories = true, Factors = 4, Epochs = 200, LearningRate = 0.02 }.Fit(data, Context);
        var scores = new float[30];
        for (var user = 0; user < 60; user++)
        {
            model.Score(user, scores);
            for (var item = 0; item < 30; item++)
                Assert.Equal(user % 2 == item % 2 ? 5 : 1, scores[item], 1.0);
        }
    }
}
