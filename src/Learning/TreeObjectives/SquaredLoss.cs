using Bellwether.Learning.Rows;

namespace Bellwether.Learning.TreeObjectives;

/// <summary>½ (y - f)².</summary>
internal sealed class SquaredLoss : RowObjective
{
    private readonly double _mean;

    public SquaredLoss(Targets targets)
        : base(targets)
    {
        _mean = TrainingRows.MeanLabel(targets.Labels, targets.Weights);
        Unit = LabelUnit.Of(targets, _mean);
    }

    public override double Unit { get; }

    public override double[] Start() => [_mean / Unit];

    public override (double Gradient, double Hessian) At(double label, double score) => (score - (label / Unit), 1);

    public override double LossAt(double label, double score) => (score - (label / Unit)) * (score - (label / Unit));
}
