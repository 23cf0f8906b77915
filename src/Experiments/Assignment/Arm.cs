using Bellwether.Numerics;

namespace Bellwether.Experiments.Assignment;

/// <summary>One arm of a split.</summary>
/// <param name="Name">Unique in its split; not blank.</param>
/// <param name="Share">The share of units that fall to it, between 0 and 1.</param>
public sealed record Arm(string Name, double Share)
{
    /// <summary>Unique in its split; not blank.</summary>
    public string Name { get; init => field = Require.NotBlank(value); } = Require.NotBlank(Name);

    /// <summary>The share of units that fall to it, between 0 and 1.</summary>
    public double Share { get; init => field = Require.InRange(value, 0.0, 1.0); } = Require.InRange(Share, 0.0, 1.0);
}
