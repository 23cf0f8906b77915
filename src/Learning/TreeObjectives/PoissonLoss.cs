using Bellwether.Learning.Rows;
using Bellwether.Learning.Trees;

namespace Bellwether.Learning.TreeObjectives;

/// <summary>exp(f) - y f: counts, their mean exp(f).</summary>
/// <remarks>The Hessian exp(f) is taken e^0.7 times as large, which keeps a step of the score within about 0.7 (LightGBM's and XGBoost's
/// <c>max_delta_step</c>).</remarks>
internal sealed class PoissonLoss(Targets targets) : RowObjective(targets)
{
    private const double Caution = 2.0137527074704766;

    public override TreeLink Link => TreeLink.Exponential;

    public override double[] Start() => [Math.Log(Math.Max(TrainingRows.MeanLabel(Targets.Labels, Targets.Weights), 1e-12))];

    public override (double Gradient, double Hessian) At(double label, double score)
    {
        var mean = Math.Exp(Math.Min(score, 60));
        return (mean - label, Caution * mean);
    }

    public override double LossAt(double label, double score) => Math.Exp(Math.Min(score, 60)) - (label * score);
}
