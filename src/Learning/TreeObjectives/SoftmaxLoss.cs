using Bellwether.Data.Models;
using Bellwether.Learning.TreeGrowth;
using Bellwether.Learning.Trees;

namespace Bellwether.Learning.TreeObjectives;

/// <summary>Log-loss of k classes with probabilities exp(f_c) / Σ exp(f).</summary>
/// <remarks>The Hessian p (1 - p) is taken k / (k - 1) times as large, as in Friedman, "Greedy Function Approximation", 2001, algorithm 6.</remarks>
internal sealed class SoftmaxLoss(Targets targets, int classes) : Objective(targets)
{
    public override int Outputs => classes;

    public override TreeLink Link => TreeLink.Softmax;

    public override ModelOutput Output => ModelOutput.Class;

    public override double[] Start()
    {
        var (counts, total) = (new double[classes], 0.0);
        for (var row = 0; row < Targets.Rows; row++)
        {
            counts[(int)Targets.Labels[row]] += Targets.Weight(row);
            total += Targets.Weight(row);
        }

        return [.. counts.Select(c => Math.Log(Math.Max(c / total, 1e-15)))];
    }

    public override void Fill(int round, double[][] scores, float[][] pairs, Crew crew) => crew.Blocks(Targets.Rows, (_, from, to) =>
    {
        var labels = Targets.Labels;
        var shares = new double[classes];
        var factor = classes / (classes - 1.0);
        for (var row = from; row < to; row++)
        {
            LogOfTotal(scores, row, shares);
            var weight = Targets.Weight(row);
            for (var c = 0; c < classes; c++)
            {
                pairs[c][row * 2] = (float)(weight * (shares[c] - (labels[row] == c ? 1 : 0)));
                pairs[c][(row * 2) + 1] = (float)(weight * factor * Math.Max(shares[c] * (1 - shares[c]), 1e-16));
            }
        }
    });

    public override double Loss(Targets rows, double[][] scores)
    {
        var (sum, shares) = (0.0, new double[classes]);
        for (var row = 0; row < rows.Rows; row++)
        {
            var total = LogOfTotal(scores, row, shares);
            sum += rows.Weight(row) * (total - scores[(int)rows.Labels[row]][row]);
        }

        return sum;
    }

    /// <summary>Writes the probabilities, and returns log Σ exp(f).</summary>
    private static double LogOfTotal(double[][] scores, int row, double[] shares)
    {
        var (greatest, total) = (double.NegativeInfinity, 0.0);
        foreach (var output in scores)
            greatest = Math.Max(greatest, output[row]);
        for (var c = 0; c < shares.Length; c++)
            total += shares[c] = LogisticKernel.Exp(scores[c][row] - greatest);
        for (var c = 0; c < shares.Length; c++)
            shares[c] /= total;
        return greatest + Math.Log(total);
    }
}
