using Bellwether.Numerics.Random;
using Bellwether.Retrieval.Fusion;

namespace Bellwether.Retrieval.Tests.Fusion;

public sealed class FusionTests
{
    private static readonly RankedItem<string>[] s_first = [new("a", 9), new("b", 5), new("c", 1)], s_second = [new("c", 0.9), new("d", 0.5), new("a", 0.1)];

    [Fact]
    public void Reciprocal_ranks_are_those_of_the_paper()
    {
        var fused = new ReciprocalRankFusion().Fuse<string>([s_first, s_second]);
        Assert.Equal([new("a", (1 / 61.0) + (1 / 63.0)), new("c", (1 / 63.0) + (1 / 61.0)), new("b", 1 / 62.0), new("d", 1 / 62.0)], fused);
        Assert.Equal("c", new ReciprocalRankFusion().Fuse<string>([s_first, s_second], [1, 2])[0].Id);
    }

    [Fact]
    public void Reciprocal_ranks_ignore_scores_and_repeats()
    {
        var stream = new Seed(1).Stream();
        for (var round = 0; round < 200; round++)
        {
            var lists = Lists(stream);
            var scaled = lists.Select(l => (IReadOnlyList<RankedItem<int>>)[.. l.Select(i => i with { Score = i.Score * 7 }), .. l]).ToList();
            Assert.Equal(new ReciprocalRankFusion().Fuse<int>(lists), new ReciprocalRankFusion().Fuse<int>(scaled));
        }
    }

    [Fact]
    public void Fused_scores_are_the_sums_of_what_each_list_gives_and_are_sorted()
    {
        var stream = new Seed(2).Stream();
        for (var round = 0; round < 200; round++)
        {
            var (lists, weights) = (Lists(stream), new[] { 1, 0.5, 2.0 });
            var fused = new ReciprocalRankFusion { K = 10 }.Fuse<int>(lists, weights);
            Assert.Equal(lists.SelectMany(l => l).Select(i => i.Id).Distinct().Order(), fused.Select(i => i.Id).Order());
            Assert.Equal(fused.Select(i => i.Score).OrderDescending(), fused.Select(i => i.Score));
            foreach (var (id, score) in fused)
                Assert.Equal(lists.Select((l, i) => l.Select(x => x.Id).ToList().IndexOf(id) is >= 0 and var at ? weights[i] / (10 + at + 1) : 0).Sum(), score, 1e-12);
        }
    }

    [Theory]
    [InlineData(ScoreNormalization.MinMax)]
    [InlineData(ScoreNormalization.ZScore)]
    public void Normalized_fusion_ignores_the_scale_of_a_list(ScoreNormalization normalization)
    {
        var stream = new Seed(3).Stream();
        var fusion = new WeightedFusion { Normalization = normalization };
        for (var round = 0; round < 200; round++)
        {
            var lists = Lists(stream);
            var moved = lists.Select((l, i) => (IReadOnlyList<RankedItem<int>>)[.. l.Select(x => x with { Score = (x.Score * (i + 2)) - 5 })]).ToList();
            var (a, b) = (fusion.Fuse<int>(lists).ToDictionary(i => i.Id, i => i.Score), fusion.Fuse<int>(moved).ToDictionary(i => i.Id, i => i.Score));
            Assert.All(a, pair => Assert.Equal(pair.Value, b[pair.Key], 1e-9));
        }
    }

    [Fact]
    public void Weighted_sums_are_right_and_an_absent_item_is_not_better_than_the_last()
    {
        var fused = new WeightedFusion().Fuse<string>([s_first, s_second], [1, 2]);
        Assert.Equal([new("c", 2), new("a", 1), new("d", 1), new("b", 0.5)], fused);
        Assert.Equal(9.1, new WeightedFusion { Normalization = ScoreNormalization.None }.Fuse<string>([s_first, s_second])[0].Score, 1e-12);
        Assert.Equal([new("x", 1)], new WeightedFusion().Fuse<string>([[new("x", 3)], []]));
        Assert.Throws<ArgumentException>(() => new WeightedFusion().Fuse<string>([[new("x", double.NaN)]]));
        Assert.Throws<ArgumentException>(() => new WeightedFusion().Fuse<string>([s_first], [1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReciprocalRankFusion().Fuse<string>([s_first], [-1]));
    }

    [Fact]
    public void Marginal_relevance_is_the_obvious_greedy_choice()
    {
        var stream = new Seed(4).Stream();
        for (var round = 0; round < 100; round++)
        {
            var items = Lists(stream)[0];
            double Similarity(int a, int b) => 1 / (1.0 + Math.Abs(a - b));
            var lambda = stream.NextDouble();
            var chosen = new MaximalMarginalRelevance { Relevance = lambda }.Choose(items, Similarity, 5);
            var before = new List<int>();
            foreach (var (id, score) in chosen)
            {
                var scores = items.Where(i => !before.Contains(i.Id)).Select(i => (lambda * i.Score) - (before.Count == 0 ? 0 : (1 - lambda) * before.Max(b => Similarity(i.Id, b)))).ToList();
                Assert.Equal(scores.Max(), score);
                before.Add(id);
            }

            Assert.Equal(Math.Min(5, items.Count), before.Distinct().Count());
        }
    }

    [Fact]
    public void Relevance_alone_keeps_the_order_and_difference_spreads()
    {
        RankedItem<int>[] items = [new(1, 0.9), new(2, 0.8), new(50, 0.1)];
        double Similarity(int a, int b) => 1 / (1.0 + Math.Abs(a - b));
        Assert.Equal([1, 2, 50], new MaximalMarginalRelevance { Relevance = 1 }.Choose(items, Similarity, 3).Select(i => i.Id));
        Assert.Equal([1, 50, 2], new MaximalMarginalRelevance { Relevance = 0.2 }.Choose(items, Similarity, 9).Select(i => i.Id));
        Assert.Empty(new MaximalMarginalRelevance().Choose<int>([], Similarity, 3));
    }

    private static List<IReadOnlyList<RankedItem<int>>> Lists(RandomStream stream) =>
    [
        .. Enumerable.Range(0, 3).Select(_ =>
        {
            var ids = Enumerable.Range(0, 20).ToArray();
            stream.Shuffle(ids.AsSpan());
            return (IReadOnlyList<RankedItem<int>>)[.. ids.Take(1 + stream.NextInt(12)).Select(id => new RankedItem<int>(id, stream.NextDouble())).OrderByDescending(i => i.Score)];
        }),
    ];
}
