using Bellwether.Learning.Rows;
using Bellwether.Learning.Trees;

namespace Bellwether.Learning.TreeObjectives;

/// <summary>The deviance of the Tweedie family with variance μ^ρ, 1 &lt; ρ &lt; 2: many zeros and positive amounts; the mean is exp(f).</summary>
/// <remarks>-y e^((1-ρ)f) / (1-ρ) + e^((2-ρ)f) / (2-ρ) (Yang, Qian and Zou, "Insurance Premium Prediction via Gradient Tree-Boosted Tweedie
/// Compound Poisson Models", 2018).</remarks>
internal sealed class TweedieLoss(Targets targets, double power) : RowObjective(targets)
{
    public override TreeLink Link => TreeLink.Exponential;

    public override double[] Start() => [Math.Log(Math.Max(TrainingRows.MeanLabel(Targets.Labels, Targets.Weights), 1e-12))];

    public override (double Gradient, double Hessian) At(double label, double score)
    {
        var (a, b) = Powers(score);
        return (b - (label * a), ((2 - power) * b) - ((1 - power) * label * a));
    }

    public override double LossAt(double label, double score)
    {
        var (a, b) = Powers(score);
        return (b / (2 - power)) - (label * a / (1 - power));
    }

    private (double A, double B) Powers(double score)
    {
        var f = Math.Clamp(score, -60, 60);
        return (Math.Exp((1 - power) * f), Math.Exp((2 - power) * f));
    }
}
