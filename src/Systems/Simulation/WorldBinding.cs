using Bellwether.Data.Events;
using Bellwether.Worlds;

namespace Bellwether.Systems.Simulation;

/// <summary>How a world's nouns become a system's.</summary>
/// <typeparam name="TWorld">The world.</typeparam>
/// <typeparam name="TAsk">What the world asks with.</typeparam>
/// <typeparam name="TAction">What the world takes.</typeparam>
/// <typeparam name="TTold">What the world tells later.</typeparam>
/// <typeparam name="TRequest">The system's request.</typeparam>
/// <typeparam name="TDecision">The system's decision.</typeparam>
public sealed record WorldBinding<TWorld, TAsk, TAction, TTold, TRequest, TDecision>
    where TWorld : IWorld<TAsk, TAction, TTold>
    where TAsk : class
    where TTold : class
    where TRequest : class, IEvent
{
    /// <summary>Makes the world.</summary>
    public required Func<WorldSettings, TWorld> Create { get; init; }

    /// <summary>The request that the world's asking becomes: what can be seen, nothing of the truth.</summary>
    public required Func<TAsk, TRequest> Request { get; init; }

    /// <summary>The event that the world's telling becomes.</summary>
    public required Func<TTold, IEvent> Outcome { get; init; }

    /// <summary>The action that a decision is.</summary>
    public required Func<TDecision, TAction> Action { get; init; }

    /// <summary>The decision that an action is.</summary>
    public required Func<TAction, TDecision> Decision { get; init; }

    /// <summary>The true label.</summary>
    public required Func<TWorld, TAsk, double> Truth { get; init; }

    internal ISimulation<TRequest, TDecision> Open(WorldSettings settings) => new Opened(this, Create(settings));

    private sealed class Opened(WorldBinding<TWorld, TAsk, TAction, TTold, TRequest, TDecision> binding, TWorld world) : ISimulation<TRequest, TDecision>
    {
        private TAsk? _asked;

        public DateTimeOffset Start => world.Start;

        public IReadOnlyList<PlantedFault> Faults => world.Faults;

        public SimulationStep<TRequest>? Next(DateTimeOffset until)
        {
            if (world.Next(until) is not { } step)
                return null;
            _asked = step.Request;
            return new SimulationStep<TRequest>(step.Time, step.Request is null ? null : binding.Request(step.Request), step.Outcome is null ? null : binding.Outcome(step.Outcome));
        }

        public void Act(TDecision decision) => world.Act(Asked, binding.Action(decision));

        public TDecision Optimal() => binding.Decision(world.Optimal(Asked));

        public double Utility(TDecision decision) => world.Utility(Asked, binding.Action(decision));

        public double Truth() => binding.Truth(world, Asked);

        private TAsk Asked => _asked ?? throw new InvalidOperationException("The last step of the world was not a request.");
    }
}
