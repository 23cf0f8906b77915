namespace Bellwether.Learning.Trees;

/// <summary>What boosting minimizes.</summary>
public enum TreeLoss
{
    /// <summary>Log-loss of a probability; labels 0 or 1. Gradient p - y, Hessian p (1 - p).</summary>
    Logistic,

    /// <summary>½ (y - ŷ)²: an estimate of the mean. Gradient ŷ - y, Hessian 1.</summary>
    Squared,
}
