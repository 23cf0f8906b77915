namespace Bellwether.Learning.Linear;

/// <summary>Minus the log-likelihood of a label 0 or 1 whose log-odds are the score.</summary>
internal readonly struct LogLoss : IRowLoss
{
    public static double At(double score, double label, out double pull, out double curvature)
    {
        var away = Math.Exp(-Math.Abs(score));
        var p = score >= 0 ? 1 / (1 + away) : away / (1 + away);
        pull = label - p;
        curvature = p * (1 - p);
        return Math.Max(label == 1 ? -score : score, 0) + Math.Log(1 + away);
    }
}
