namespace Bellwether.Learning.TreeObjectives;

/// <summary>½ d² where |d| = |f - y| is at most δ, δ (|d| - ½ δ) beyond (Huber, "Robust Estimation of a Location Parameter", 1964).</summary>
internal sealed class HuberLoss : RowObjective
{
    private readonly double _delta;
    private readonly double _start;

    public HuberLoss(Targets targets, double delta)
        : base(targets)
    {
        _start = WeightedQuantile.Of(targets.Labels.ToArray(), targets.Weights.ToArray(), 0.5);
        Unit = LabelUnit.Of(targets, _start);
        _delta = delta / Unit;
    }

    public override double Unit { get; }

    public override double[] Start() => [_start / Unit];

    public override (double Gradient, double Hessian) At(double label, double score) => (Math.Clamp(score - (label / Unit), -_delta, _delta), 1);

    public override double LossAt(double label, double score)
    {
        var d = Math.Abs(score - (label / Unit));
        return d <= _delta ? 0.5 * d * d : _delta * (d - (0.5 * _delta));
    }
}
