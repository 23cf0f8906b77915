using Bellwether.Data.Events;

namespace Bellwether.Systems.Simulation;

/// <summary>One thing that happens in a simulated life: a request that wants a decision, or an event that became known.</summary>
/// <param name="Time">When.</param>
/// <param name="Request">The request, or null.</param>
/// <param name="Outcome">The event, or null.</param>
internal readonly record struct SimulationStep<TRequest>(DateTimeOffset Time, TRequest? Request, IEvent? Outcome)
    where TRequest : class;
