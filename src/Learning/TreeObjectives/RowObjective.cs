using Bellwether.Learning.TreeGrowth;

namespace Bellwether.Learning.TreeObjectives;

/// <summary>An objective whose loss is a sum over rows.</summary>
internal abstract class RowObjective(Targets targets) : Objective(targets)
{
    /// <summary>Gradient and Hessian of the loss of one row.</summary>
    public abstract (double Gradient, double Hessian) At(double label, double score);

    /// <summary>The loss of one row, but for constants.</summary>
    public abstract double LossAt(double label, double score);

    /// <inheritdoc/>
    public override void Fill(int round, double[][] scores, float[][] pairs, Crew crew) => crew.Blocks(Targets.Rows, (_, from, to) =>
    {
        var labels = Targets.Labels;
        var weights = Targets.Weights;
        var (mine, out1) = (scores[0], pairs[0]);
        for (var row = from; row < to; row++)
        {
            var (gradient, hessian) = At(labels[row], mine[row]);
            var weight = weights.IsEmpty ? 1 : weights[row];
            out1[row * 2] = (float)(weight * gradient);
            out1[(row * 2) + 1] = (float)(weight * hessian);
        }
    });

    /// <inheritdoc/>
    public override double Loss(Targets rows, double[][] scores)
    {
        var sum = 0.0;
        for (var row = 0; row < rows.Rows; row++)
            sum += rows.Weight(row) * LossAt(rows.Labels[row], scores[0][row]);
        return sum;
    }
}
