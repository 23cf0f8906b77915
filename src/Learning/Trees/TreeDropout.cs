using Bellwether.Numerics;

namespace Bellwether.Learning.Trees;

/// <summary>DART (Vinayak and Gilad-Bachrach, "DART: Dropouts meet Multiple Additive Regression Trees", 2015): each round is grown as if some
/// earlier ones were not there; then both are put on a common scale.</summary>
/// <remarks>With D rounds dropped and learning rate η the new round counts 1 / (D + η) of its leaf values and each dropped one D / (D + η) of
/// what it did (XGBoost's <c>normalize_type=tree</c>). Every round costs a walk of the dropped trees over all rows.</remarks>
public sealed record TreeDropout
{
    /// <summary>The chance of each earlier round to be dropped, in (0, 1].</summary>
    public double Rate { get; init => field = Require.InRange(Require.Positive(value), 0, 1); } = 0.1;

    /// <summary>The chance that a round drops none, in [0, 1].</summary>
    public double Skip { get; init => field = Require.InRange(value, 0, 1); } = 0.5;

    /// <summary>At most so many rounds are dropped at a time.</summary>
    public int Most { get; init => field = Require.Positive(value); } = 50;
}
