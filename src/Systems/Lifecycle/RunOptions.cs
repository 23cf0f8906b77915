using Bellwether.Numerics;
using Bellwether.Numerics.Random;
using Bellwether.Worlds;

namespace Bellwether.Systems.Lifecycle;

/// <summary>What a person may choose about a run.</summary>
public sealed record RunOptions
{
    /// <summary>The root of all randomness.</summary>
    public Seed Seed { get; init; } = new(7);

    /// <summary>Days to simulate; ignored for files.</summary>
    public int Days { get; init => field = Require.Positive(value); } = 60;

    /// <summary>Threads that may work; no figure but the timings depends on it.</summary>
    public int Threads { get; init => field = Require.Positive(value); } = Environment.ProcessorCount;

    /// <summary>How many rows of the population each row with label 0 of a file stands for: a file that kept all positives and one negative
    /// in a hundred has 100. Figures and decisions are then those of the population.</summary>
    public double NegativeWeight { get; init => field = Require.Positive(value); } = 1;

    /// <summary>Faults to plant in the simulated world beside its own.</summary>
    public IReadOnlyList<PlantedFault> Faults { get; init; } = [];

    /// <summary>How much smaller than real the simulated world is, in (0, 1]: tests run small worlds.</summary>
    public double WorldScale { get; init => field = Require.InRange(value, 0.001, 1.0); } = 1;
}
