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

    /// <summary>The event that the world's telling becomes; with it comes the request it speaks of, where <see cref="RequestOf"/> names it.</summary>
    public required Func<TTold, TRequest?, IEvent> Outcome { get; init; }

    /// <summary>The id of the request that the world speaks of; null when <see cref="Outcome"/> does not want it. Requests are then kept until
    /// they are spoken of.</summary>
    public Func<TTold, string>? RequestOf { get; init; }

    /// <summary>The action that a decision is.</summary>
    public required Func<TDecision, TAction> Action { get; init; }

    /// <summary>The decision that an action is.</summary>
    public required Func<TAction, TDecision> Decision { get; init; }

    /// <summary>The true label.</summary>
    public required Func<TWorld, TAsk, double> Truth { get; init; }

    internal ISimulation<TRequest, TDecision> Open(WorldSettings settings) => new Opened(this, Create(settings));

    private sealed class Opened(WorldBinding<TWorld, TAsk, TAction, TTold, TRequest, TDecision> binding, TWorld world) : ISimulation<TRequest, TDecision>
    {
        private readonly Dictionary<string, TRequest> _waiting = new(StringComparer.Ordinal);
        private TAsk? _asked;

        public DateTimeOffset Start => world.Start;

        public IReadOnlyList<PlantedFault> Faults => world.Faults;

        public SimulationStep<TRequest>? Next(DateTimeOffset until)
        {
            if (world.Next(until) is not { } step)
                return null;
            _asked = step.Request;
            var request = step.Request is null ? null : binding.Request(step.Request);
            if (request is not null && binding.RequestOf is not null)
                _waiting[request.Id] = request;
            return new SimulationStep<TRequest>(step.Time, request, step.Outcome is null ? null : Told(step.Outcome));
        }

        private IEvent Told(TTold told)
        {
            TRequest? request = null;
            if (binding.RequestOf is { } of)
                _waiting.Remove(of(told), out request);
            return binding.Outcome(told, request);
        }

        public void Act(TDecision decision) => world.Act(Asked, binding.Action(decision));

        public TDecision Optimal() => binding.Decision(world.Optimal(Asked));

        public double Utility(TDecision decision) => world.Utility(Asked, binding.Action(decision));

        public double Truth() => binding.Truth(world, Asked);

        private TAsk Asked => _asked ?? throw new InvalidOperationException("The last step of the world was not a request.");
    }
}
