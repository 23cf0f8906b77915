using Bellwether.Numerics;
using Bellwether.Serving.Hosting;

namespace Bellwether.Serving.Pipeline;

/// <summary>A variant that units are assigned to: a name and the model that scores for them.</summary>
/// <param name="Name">Its name, e.g. <c>control</c>. Part of the hash, so that renaming an arm reshuffles its units.</param>
/// <param name="Model">Its model; null when there is none yet: the cascade goes on at its next level.</param>
public sealed record Arm(string Name, ServedModel? Model)
{
    /// <summary>Its name.</summary>
    public string Name { get; init => field = Require.NotBlank(value); } = Name;

    /// <summary>The share of units it gets, from 0 to 1. The control arm gets what is left, whatever its share says.</summary>
    public double Share { get; init => field = Require.InRange(value, 0.0, 1.0); }
}
