namespace Bellwether.Learning.Margins;

/// <summary>What a row on the wrong side of its margin costs: m = max(0, 1 - y·score), y = ±1.</summary>
public enum SvmLoss
{
    /// <summary>m: liblinear's L1 loss.</summary>
    Hinge,

    /// <summary>m²: liblinear's L2 loss.</summary>
    SquaredHinge,
}
