using Bellwether.Numerics.Random;

namespace Bellwether.Learning.TreeObjectives;

/// <summary>The cross-entropy between softmax of the scores and a random distribution around the gains, a bound of NDCG.</summary>
/// <remarks>Bruch, "An Alternative Cross Entropy Loss for Learning-to-Rank", 2021 (XE-NDCG): targets ∝ 2^grade - γ with γ uniform on [0, 1),
/// drawn anew each round, and terms up to the third order, as in LightGBM's <c>rank_xendcg</c>.</remarks>
internal sealed class CrossEntropyNdcgLoss(Targets targets, int cut, Seed seed) : RankingObjective(targets, cut)
{
    private const double Least = 1e-15;

    protected override void FillGroup(int round, int group, ReadOnlySpan<double> labels, ReadOnlySpan<double> scores, Span<float> pairs)
    {
        var n = labels.Length;
        if (n < 2)
            return;
        var (rho, phi, l1) = (new double[n], new double[n], new double[n]);
        var (greatest, total, target) = (double.NegativeInfinity, 0.0, 0.0);
        foreach (var score in scores)
            greatest = Math.Max(greatest, score);
        for (var i = 0; i < n; i++)
            total += rho[i] = LogisticKernel.Exp(scores[i] - greatest);
        var stream = seed.Derive(round).Derive(group).Stream();
        for (var i = 0; i < n; i++)
        {
            rho[i] /= total;
            target += phi[i] = Math.ScaleB(1, (int)labels[i]) - stream.NextDouble();
        }

        target = Math.Max(Least, target);
        var (sum1, sum2) = (0.0, 0.0);
        var (first, second) = (new double[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            first[i] = rho[i] - (phi[i] / target);
            l1[i] = first[i] / (1 - rho[i] + Least);
            sum1 += l1[i];
        }

        for (var i = 0; i < n; i++)
        {
            second[i] = rho[i] * (sum1 - l1[i]);
            l1[i] = second[i] / (1 - rho[i] + Least);
            sum2 += l1[i];
        }

        for (var i = 0; i < n; i++)
        {
            pairs[i * 2] = (float)(first[i] + second[i] + (rho[i] * (sum2 - l1[i])));
            pairs[(i * 2) + 1] = (float)(rho[i] * (1 - rho[i]));
        }
    }
}
