namespace Bellwether.Learning.TreeObjectives;

/// <summary>The pinball loss: α (y - f) where f is too low, (1 - α) (f - y) where it is too high; with α = ½ half the absolute error.</summary>
/// <remarks>Its Hessian is 0, so trees are grown on the gradient alone and leaves are then set to the α-quantile of their residuals (Friedman,
/// "Greedy Function Approximation", 2001, section 4.3; LightGBM's <c>RenewTreeOutput</c>).</remarks>
internal sealed class QuantileLoss : RowObjective
{
    private readonly double _share;
    private readonly double _start;

    public QuantileLoss(Targets targets, double share)
        : base(targets)
    {
        _share = share;
        _start = WeightedQuantile.Of(targets.Labels.ToArray(), targets.Weights.ToArray(), share);
        Unit = LabelUnit.Of(targets, _start);
    }

    public override double Unit { get; }

    public override double? RenewalShare => _share;

    public override double[] Start() => [_start / Unit];

    public override (double Gradient, double Hessian) At(double label, double score) => (score >= label / Unit ? 1 - _share : -_share, 1);

    public override double LossAt(double label, double score)
    {
        var distance = (label / Unit) - score;
        return distance >= 0 ? _share * distance : (_share - 1) * distance;
    }
}
