using Bellwether.Numerics.Random;
using Bellwether.Worlds;

namespace Bellwether.Systems.Simulation;

/// <summary>What a run asks of a world.</summary>
/// <param name="Seed">All randomness of the world.</param>
/// <param name="Days">How long it will be lived in.</param>
/// <param name="Scale">How much smaller than real it is to be, in (0, 1].</param>
public sealed record WorldSettings(Seed Seed, int Days, double Scale)
{
    /// <summary>Faults to plant beside the world's own.</summary>
    public IReadOnlyList<PlantedFault> Faults { get; init; } = [];
}
