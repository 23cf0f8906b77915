using Bellwether.Numerics;

namespace Bellwether.Learning.Linear;

/// <summary>What is added to the summed loss so that coefficients stay small: Strength · (L1Share · Σ|β| + ½ (1 - L1Share) Σ β²). The
/// intercept is never penalized.</summary>
/// <remarks>The loss is a sum over rows, not a mean, so twice the data halves the penalty's say. In scikit-learn's terms: Ridge's
/// <c>alpha</c> is Strength; Lasso's and ElasticNet's <c>alpha</c> is Strength / n; LogisticRegression's <c>C</c> is 1 / Strength.</remarks>
/// <param name="Strength">0 or more.</param>
/// <param name="L1Share">In [0, 1]: 0 is ridge, 1 is lasso.</param>
public sealed record Penalty(double Strength, double L1Share)
{
    /// <summary>0 or more.</summary>
    public double Strength { get; init => field = Require.NotNegative(value); } = Require.NotNegative(Strength);

    /// <summary>In [0, 1].</summary>
    public double L1Share { get; init => field = Require.InRange(value, 0, 1); } = Require.InRange(L1Share, 0, 1);

    /// <summary>No penalty. Of two collinear features the later one gets coefficient 0.</summary>
    public static Penalty None { get; } = new(0, 0);

    /// <summary>Squares: shrinks all coefficients.</summary>
    public static Penalty L2(double strength) => new(strength, 0);

    /// <summary>Absolute values: makes coefficients exactly zero.</summary>
    public static Penalty L1(double strength) => new(strength, 1);

    /// <summary>Both.</summary>
    public static Penalty ElasticNet(double strength, double l1Share) => new(strength, l1Share);
}
