using Bellwether.Learning.Ensembles;
using Bellwether.Learning.Tests.Oracles;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Ensembles;

/// <summary>Blend weights against a slow search of the simplex.</summary>
public sealed class BlendWeightsTests
{
    public static TheoryData<ulong> Seeds => [1, 2, 3, 4, 5, 6];

    [Theory, MemberData(nameof(Seeds))]
    public void Weights_of_values_are_the_best_on_the_simplex(ulong seed)
    {
        var (stream, count) = (new Seed(seed).Stream(), 200);
        double[] labels = [.. Enumerable.Range(0, count).Select(_ => stream.NextGaussian(1e6, 5))];
        var scores = Enumerable.Range(1, 3).Select(m => labels.Select(y => y + stream.NextGaussian(m == 3 ? 2 : 0, m)).ToArray()).ToArray();
        var rows = Oracle.Table([labels], labels, [.. labels.Select(_ => stream.NextDouble(0.5, 2))]);
        var weights = BlendWeights.OfValues(scores, rows);
        AssertBest(weights, w => Enumerable.Range(0, count).Sum(i => rows.Weight(i) * Math.Pow(scores.Select((s, m) => w[m] * (s[i] - labels[i])).Sum(), 2)));
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Weights_of_probabilities_are_the_best_on_the_simplex(ulong seed)
    {
        var (stream, count) = (new Seed(seed).Stream(), 200);
        var own = Enumerable.Range(0, 3).Select(m => Enumerable.Range(0, count).Select(_ => stream.NextDouble(0.01 * (m + 1), 0.9)).ToArray()).ToArray();
        var rows = Oracle.Table([own[0]], new double[count], [.. own[0].Select(_ => stream.NextDouble(0.5, 2))]);
        var weights = BlendWeights.OfProbabilities(own, rows, default);
        AssertBest(weights, w => -Enumerable.Range(0, count).Sum(i => rows.Weight(i) * Math.Log(own.Select((p, m) => w[m] * p[i]).Sum())));
    }

    private static void AssertBest(double[] weights, Func<double[], double> loss)
    {
        Assert.Equal(1, weights.Sum(), 1e-12);
        Assert.All(weights, w => Assert.InRange(w, 0, 1));
        var best = double.PositiveInfinity;
        for (var i = 0; i <= 100; i++)
            for (var j = 0; j <= 100 - i; j++)
                best = Math.Min(best, loss([i / 100.0, j / 100.0, (100 - i - j) / 100.0]));
        Assert.True(loss(weights) <= best * (1 + (1e-6 * Math.Sign(best))), $"{loss(weights)} must be at most {best}");
    }
}
