using Bellwether.Data.Events;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Monitoring.Alerts;
using Bellwether.Monitoring.Drift;
using Bellwether.Numerics.Random;
using Bellwether.Serving.Hosting;
using Bellwether.Serving.Pipeline;
using Bellwether.Serving.Rollout;
using Bellwether.Systems.Building;
using Bellwether.Systems.Living;
using Bellwether.Systems.Training;

namespace Bellwether.Systems.Lifecycle;

/// <summary>Opens a system to serve live requests from its workspace.</summary>
internal sealed class LiveService<TRequest, TDecision>(SystemDefinition<TRequest, TDecision> definition, RunEnvironment environment)
    where TRequest : class, IEvent
    where TDecision : notnull
{
    /// <summary>Starts: restores features and rollout from the log, and follows it.</summary>
    public async Task<IServedSystem> StartAsync(CancellationToken cancellationToken)
    {
        var shelf = RegistryShelf.Open(environment.Workspace.Registry, definition.Design.Name, environment.Clock);
        var first = await FirstAsync(shelf, cancellationToken);
        var production = await shelf.FindAsync("production", cancellationToken) ?? first;
        var store = await environment.OpenStore(environment.Workspace.Events, cancellationToken);
        environment.Workspace.BeginLive();
        var models = new Dictionary<string, ServedModel>(StringComparer.Ordinal) { [first.Version] = first, [production.Version] = production };
        if (await shelf.FindAsync("candidate", cancellationToken) is { } candidate)
            models[candidate.Version] = candidate;
        var monitor = new LifeMonitor<TRequest, TDecision>(definition, environment.Clock.GetUtcNow()) { OnTransition = t => Tell(t, store) };
        if (await shelf.ReferenceOfAsync(production.Version, cancellationToken) is { } reference)
            monitor.InProduction(environment.Clock.GetUtcNow(), ReferenceProfile.FromJson(reference.Span));
        var composed = Composition.Of(definition, store, production, first, new PipelineTiming { Clock = environment.Clock });
        LiveCare<TRequest, TDecision>? care = null;
        var served = await ServedSystem<TRequest, TDecision>.StartAsync(
            composed with
            {
                Snapshots = new FileSnapshotStore(environment.Workspace.Snapshots),
                ModelOf = version => models.GetValueOrDefault(version),
                Alerts = () => monitor.RollbackAlerts,
                OnRolloutStep = async (step, token) =>
                {
                    if (step.Outcome == RolloutOutcome.Completed)
                        await shelf.PointAsync("production", step.Candidate, step.Reason, token);
                    care?.OnStep(step);
                },
                Pipeline = composed.Pipeline with { Reasons = 3, Observers = [monitor] },
            },
            cancellationToken);
        care = new LiveCare<TRequest, TDecision>(
            definition, environment, served, monitor, new Retraining<TRequest, TDecision>(definition, store, shelf, Threads: 1), models, everTrained: production.Version != first.Version);
        care.Begin();
        return new OwnedSystem(served, care, store);
    }

    /// <summary>Tells of an alert: on stderr, in the store, and where the environment's sink sends it; none of them holds up the system.</summary>
    private void Tell(AlertTransition transition, IEventStore store)
    {
        environment.Progress.Say($"{definition.Design.Name}: alert {(transition.IsRaised ? "raised" : "resolved")}: {transition.Alert.Name}: {transition.Alert.Message}");
        var sinks = new FanOutSink(
            [new EventStoreSink(store, definition.Design.Name), .. environment.AlertSinks],
            (sink, e) => environment.Progress.Say($"{definition.Design.Name}: alert not sent by {sink.GetType().Name}: {e.Message}"));
        _ = SendAsync(sinks, transition);
    }

    private async Task SendAsync(FanOutSink sinks, AlertTransition transition)
    {
        try
        {
            await sinks.SendAsync(transition, CancellationToken.None);
        }
        catch (Exception e) when (e is EventStoreUnavailableException or HttpRequestException or OperationCanceledException)
        {
            environment.Progress.Say($"{definition.Design.Name}: alert not sent: {e.Message}");
        }
    }

    private async Task<ServedModel> FirstAsync(RegistryShelf shelf, CancellationToken cancellationToken)
    {
        if (await shelf.FindAsync("first-rung", cancellationToken) is { } known)
            return known;
        var rung = definition.Ladder[0];
        var seed = new Seed(0).Derive("first rung");
        var model = rung.Learner.Fit(new DatasetBuilder(definition.Features.Schema).Build(), new FitContext(seed) { CancellationToken = cancellationToken });
        var first = await shelf.AddAsync(model, new VersionNotes(rung.Name, seed.Value) { Reason = "the first rung, from the first day" }, cancellationToken);
        await shelf.PointAsync("first-rung", first.Version, "the first rung, from the first day", cancellationToken);
        if (await shelf.FindAsync("production", cancellationToken) is null)
            await shelf.PointAsync("production", first.Version, "the first rung, from the first day", cancellationToken);
        return first;
    }
}
