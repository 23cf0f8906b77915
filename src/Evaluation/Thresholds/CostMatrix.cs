using Bellwether.Numerics;

namespace Bellwether.Evaluation.Thresholds;

/// <summary>What each kind of decision costs, in one currency; a gain is a negative cost.</summary>
/// <param name="FalsePositive">Flagging a negative.</param>
/// <param name="FalseNegative">Letting a positive through.</param>
public sealed record CostMatrix(double FalsePositive, double FalseNegative)
{
    /// <summary>Flagging a negative.</summary>
    public double FalsePositive { get; init => field = Require.Finite(value); } = Require.Finite(FalsePositive);

    /// <summary>Letting a positive through.</summary>
    public double FalseNegative { get; init => field = Require.Finite(value); } = Require.Finite(FalseNegative);

    /// <summary>Flagging a positive, e.g. the cost of the review; 0 by default.</summary>
    public double TruePositive { get; init => field = Require.Finite(value); }

    /// <summary>Letting a negative through; 0 by default.</summary>
    public double TrueNegative { get; init => field = Require.Finite(value); }
}
