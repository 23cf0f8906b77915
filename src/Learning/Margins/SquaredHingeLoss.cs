using Bellwether.Learning.Linear;

namespace Bellwether.Learning.Margins;

/// <summary>max(0, 1 - y·score)², y = 2·label - 1, with its generalized second derivative.</summary>
internal readonly struct SquaredHingeLoss : IRowLoss
{
    public static double At(double score, double label, out double pull, out double curvature)
    {
        var sign = label == 1 ? 1.0 : -1.0;
        var missing = 1 - (sign * score);
        if (!(missing > 0))
            return pull = curvature = 0;
        (pull, curvature) = (2 * sign * missing, 2);
        return missing * missing;
    }
}
