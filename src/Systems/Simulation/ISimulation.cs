using Bellwether.Worlds;

namespace Bellwether.Systems.Simulation;

/// <summary>A world in a system's own nouns.</summary>
internal interface ISimulation<TRequest, TDecision>
    where TRequest : class
{
    /// <summary>When the world's time begins.</summary>
    DateTimeOffset Start { get; }

    /// <summary>What was planted.</summary>
    IReadOnlyList<PlantedFault> Faults { get; }

    /// <summary>The next thing before a time; null when there is none.</summary>
    SimulationStep<TRequest>? Next(DateTimeOffset until);

    /// <summary>Carries out a decision on the request of the last step.</summary>
    void Act(TDecision decision);

    /// <summary>The best decision on the request of the last step.</summary>
    TDecision Optimal();

    /// <summary>What a decision on the request of the last step is worth.</summary>
    double Utility(TDecision decision);

    /// <summary>The true label of the request of the last step.</summary>
    double Truth();
}
