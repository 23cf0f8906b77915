namespace Bellwether.Learning.Linear;

/// <summary>Minus the log-likelihood of a count whose mean is e^score, without the term that the score does not change.</summary>
internal readonly struct PoissonLoss : IRowLoss
{
    public static double At(double score, double label, out double pull, out double curvature)
    {
        curvature = Math.Exp(score);
        pull = label - curvature;
        return curvature - (label * score);
    }
}
