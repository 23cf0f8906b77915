using Bellwether.Data.Models;
using Bellwether.Learning.Rows;
using Bellwether.Learning.TreeGrowth;
using Bellwether.Learning.Trees;

namespace Bellwether.Learning.TreeObjectives;

/// <summary>Log-loss of a probability 1 / (1 + e^-f) for labels 0 and 1.</summary>
internal sealed class LogisticLoss(Targets targets, double scalePositive) : RowObjective(targets)
{
    public override TreeLink Link => TreeLink.Logistic;

    public override ModelOutput Output => ModelOutput.Probability;

    public override double[] Start()
    {
        var (positive, negative) = (0.0, 0.0);
        for (var row = 0; row < Targets.Rows; row++)
            if (Targets.Labels[row] == 1)
                positive += Targets.Weight(row) * scalePositive;
            else
                negative += Targets.Weight(row);
        return [Math.Log(positive / negative)];
    }

    public override (double Gradient, double Hessian) At(double label, double score)
    {
        var p = RowScores.Sigmoid(score);
        var scale = label == 1 ? scalePositive : 1;
        return (scale * (p - label), scale * Math.Max(p * (1 - p), 1e-16));
    }

    public override double LossAt(double label, double score)
    {
        var signed = label == 1 ? -score : score;
        return (label == 1 ? scalePositive : 1) * (Math.Max(signed, 0) + Math.Log(1 + Math.Exp(-Math.Abs(signed))));
    }

    /// <inheritdoc/>
    public override void Fill(int round, double[][] scores, float[][] pairs, Crew crew) => crew.Blocks(Targets.Rows, (_, from, to) =>
        LogisticKernel.Fill(Targets.Labels[from..to], Targets.Weights.IsEmpty ? default : Targets.Weights[from..to], scores[0].AsSpan(from, to - from), scalePositive, pairs[0].AsSpan(from * 2, (to - from) * 2)));
}
