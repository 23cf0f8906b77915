using Bellwether.Numerics.Random;
using Bellwether.Numerics.Scoring;

namespace Bellwether.Learning.Tests.Recommenders;

public sealed class TopListTests
{
    [Fact]
    public void Select_equals_a_full_sort()
    {
        var stream = new Seed(4).Stream();
        for (var round = 0; round < 200; round++)
        {
            float[] scores = [.. Enumerable.Range(0, 1 + stream.NextInt(60)).Select(_ => stream.NextBool(0.1) ? float.NaN : stream.NextInt(12))];
            int[] excluded = [.. Enumerable.Range(0, scores.Length).Where(_ => stream.NextBool(0.3))];
            var top = new int[stream.NextInt(20)];
            var count = TopItems.Select(scores, excluded, top);
            int[] expected = [.. Enumerable.Range(0, scores.Length).Where(i => !float.IsNaN(scores[i]) && !excluded.Contains(i)).OrderByDescending(i => scores[i]).ThenBy(i => i).Take(top.Length)];
            Assert.Equal(expected, top[..count]);
        }
    }

    [Fact]
    public void Measures_of_a_worked_list()
    {
        int[] list = [7, 3, 9, 1], relevant = [1, 3, 5];
        Assert.Equal(0.5, TopKScores.Precision(list, relevant, 4));
        Assert.Equal(2 / 3.0, TopKScores.Recall(list, relevant, 4), 1e-12);
        Assert.Equal(0.5, TopKScores.TruncatedRecall(list, relevant, 2));
        Assert.Equal(0.5, TopKScores.ReciprocalRank(list, relevant, 4));
        Assert.Equal((0.5 + 0.5) / 3, TopKScores.AveragePrecision(list, relevant, 4), 1e-12);
        Assert.Equal(((1 / Math.Log2(3)) + (1 / Math.Log2(5))) / (1 + (1 / Math.Log2(3)) + 0.5), TopKScores.Ndcg(list, relevant, 4), 1e-12);
        Assert.Equal(1, TopKScores.Ndcg([5, 1], relevant, 2));
        Assert.True(double.IsNaN(TopKScores.Ndcg(list, [], 4)));
    }
}
