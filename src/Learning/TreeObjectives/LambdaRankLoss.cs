namespace Bellwether.Learning.TreeObjectives;

/// <summary>Pairs of rows of different grade in a group: log(1 + e^-(f_better - f_worse)), each pair weighted by how much NDCG changes when the
/// two swap places, or all alike.</summary>
/// <remarks>LambdaMART (Burges, "From RankNet to LambdaRank to LambdaMART", 2010); weighted alike it is RankNet. As in LightGBM, at least one of a
/// pair must be within the first places (<paramref name="truncation"/>), the change is divided by the distance of the two scores, and the
/// lambdas of a group are put on the scale log2(1 + Σ) / Σ.</remarks>
internal sealed class LambdaRankLoss(Targets targets, int cut, int truncation, bool weighted) : RankingObjective(targets, cut)
{
    protected override void FillGroup(int round, int group, ReadOnlySpan<double> labels, ReadOnlySpan<double> scores, Span<float> pairs)
    {
        var ideal = Gain.Ideal(labels, truncation);
        if (ideal <= 0)
            return;
        var order = new int[labels.Length];
        Gain.Order(scores, order);
        var (best, worst) = (scores[order[0]], scores[order[^1]]);
        var lambdas = new double[labels.Length * 2];
        var sum = 0.0;
        for (var i = 0; i < Math.Min(order.Length - 1, truncation); i++)
            for (var j = i + 1; j < order.Length; j++)
                if (labels[order[i]] != labels[order[j]])
                    sum += Pair(i, j, order, labels, scores, ideal, best != worst, lambdas);
        var scale = weighted && sum > 0 ? Math.Log2(1 + sum) / sum : 1;
        for (var i = 0; i < pairs.Length; i++)
            pairs[i] = (float)(lambdas[i] * scale);
    }

    private double Pair(int i, int j, int[] order, ReadOnlySpan<double> labels, ReadOnlySpan<double> scores, double ideal, bool spread, double[] lambdas)
    {
        var (high, low) = labels[order[i]] > labels[order[j]] ? (order[i], order[j]) : (order[j], order[i]);
        var distance = scores[high] - scores[low];
        var delta = 1.0;
        if (weighted)
        {
            delta = (Gain.Of(labels[high]) - Gain.Of(labels[low])) * Math.Abs(Gain.Discount(i) - Gain.Discount(j)) / ideal;
            if (spread)
                delta /= 0.01 + Math.Abs(distance);
        }

        var p = 1 / (1 + LogisticKernel.Exp(distance));
        var (lambda, hessian) = (-p * delta, p * (1 - p) * delta);
        lambdas[high * 2] += lambda;
        lambdas[low * 2] -= lambda;
        lambdas[(high * 2) + 1] += hessian;
        lambdas[(low * 2) + 1] += hessian;
        return -2 * lambda;
    }
}
