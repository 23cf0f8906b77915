using Bellwether.Data.Models;
using Bellwether.Systems.Building;
using Bellwether.Systems.Simulation;

namespace Bellwether.Systems.Living;

/// <summary>The same world lived through under another policy: what the first rung alone, or the known truth, would have made of it.</summary>
internal static class SideLife
{
    /// <summary>Lives with a fixed model.</summary>
    public static DayBook<TRequest, TDecision> WithModel<TRequest, TDecision>(
        SystemDefinition<TRequest, TDecision> definition, ISimulation<TRequest, TDecision> world, IModel model, DateTimeOffset until, CancellationToken cancellationToken)
        where TRequest : class, Data.Events.IEvent
        where TDecision : notnull
    {
        var engine = definition.Features.CreateEngine();
        var vector = new double[definition.Features.Schema.Count];
        return Live(definition, world, until, request =>
        {
            engine.Compute(request, vector);
            return definition.Decide(request, model.Predict(vector));
        }, engine.Apply, cancellationToken);
    }

    /// <summary>Lives with the truth.</summary>
    public static DayBook<TRequest, TDecision> WithTruth<TRequest, TDecision>(
        SystemDefinition<TRequest, TDecision> definition, ISimulation<TRequest, TDecision> world, DateTimeOffset until, CancellationToken cancellationToken)
        where TRequest : class, Data.Events.IEvent
        where TDecision : notnull => Live(definition, world, until, _ => world.Optimal(), _ => { }, cancellationToken);

    private static DayBook<TRequest, TDecision> Live<TRequest, TDecision>(
        SystemDefinition<TRequest, TDecision> definition, ISimulation<TRequest, TDecision> world, DateTimeOffset until, Func<TRequest, TDecision> decide,
        Action<Data.Events.IEvent> apply, CancellationToken cancellationToken)
        where TRequest : class, Data.Events.IEvent
        where TDecision : notnull
    {
        var book = new DayBook<TRequest, TDecision>(definition.Measures, world.Start);
        while (world.Next(until) is { } step)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (step.Outcome is { } told)
                apply(told);
            if (step.Request is not { } request)
                continue;
            var decision = decide(request);
            book.Enter(request, decision, world.Truth(), world.Utility(decision), step.Time);
            world.Act(decision);
            apply(request);
        }

        return book;
    }
}
