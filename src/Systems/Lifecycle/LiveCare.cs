using Bellwether.Data.Events;
using Bellwether.Data.Models;
using Bellwether.Monitoring.Drift;
using Bellwether.Numerics.Random;
using Bellwether.Serving.Hosting;
using Bellwether.Serving.Rollout;
using Bellwether.Systems.Building;
using Bellwether.Systems.Living;
using Bellwether.Systems.Training;

namespace Bellwether.Systems.Lifecycle;

/// <summary>Looks after a live system every minute: evaluates its monitors, and trains and rolls out when an alert or the calendar asks for it.</summary>
internal sealed class LiveCare<TRequest, TDecision> : IAsyncDisposable
    where TRequest : class, IEvent
    where TDecision : notnull
{
    private static readonly TimeSpan s_look = TimeSpan.FromMinutes(1);
    private readonly SystemDefinition<TRequest, TDecision> _definition;
    private readonly RunEnvironment _environment;
    private readonly ServedSystem<TRequest, TDecision> _served;
    private readonly LifeMonitor<TRequest, TDecision> _monitor;
    private readonly Retraining<TRequest, TDecision> _retraining;
    private readonly Dictionary<string, ServedModel> _models;
    private readonly Dictionary<string, ReferenceProfile> _references = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly DateTimeOffset _start;
    private Task _caring = Task.CompletedTask;
    private DateTimeOffset _lastTraining;
    private int _trainings;

    public LiveCare(
        SystemDefinition<TRequest, TDecision> definition, RunEnvironment environment, ServedSystem<TRequest, TDecision> served, LifeMonitor<TRequest, TDecision> monitor,
        Retraining<TRequest, TDecision> retraining, Dictionary<string, ServedModel> models, bool everTrained)
    {
        (_definition, _environment, _served, _monitor, _retraining, _models) = (definition, environment, served, monitor, retraining, models);
        _start = _lastTraining = environment.Clock.GetUtcNow();
        _trainings = everTrained ? 1 : 0;
    }

    /// <summary>Begins to look after it.</summary>
    public void Begin() => _caring = CareAsync();

    /// <summary>A rollout's transition: a version that takes over is what live data is held against.</summary>
    public void OnStep(RolloutStep step)
    {
        if (step.Outcome == RolloutOutcome.Completed && _references.TryGetValue(step.Candidate, out var reference))
            _monitor.InProduction(step.Time, reference);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _caring.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task CareAsync()
    {
        using var timer = new PeriodicTimer(s_look, _environment.Clock);
        while (await timer.WaitForNextTickAsync(_stop.Token))
        {
            try
            {
                await LookAsync(_environment.Clock.GetUtcNow());
            }
            catch (TrainingException e)
            {
                _environment.Progress.Say($"{_served.Name}: not trained: {e.Message}");
            }
            catch (EventStoreUnavailableException e)
            {
                _environment.Progress.Say($"{_served.Name}: not looked after now: {e.Message}");
            }
        }
    }

    private async Task LookAsync(DateTimeOffset now)
    {
        var wantsTraining = _monitor.Evaluate(now);
        if (_served.Rollout?.State == RolloutState.Running)
            return;
        var why = TrainingCalendar.Why(_definition.Monitor, now, _start, _lastTraining, _trainings, wantsTraining);
        if (why is null)
            return;
        _lastTraining = now;
        _environment.Progress.Say($"{_served.Name}: training, because {why}");
        await _served.FlushAsync(_stop.Token);
        var parent = _served.Pipeline.Arms.Control.Model?.Version;
        var retrained = await _retraining.TrainAsync(now, new Seed((ulong)now.UtcTicks), why, parent, withRandomSplit: false, _stop.Token);
        _trainings++;
        foreach (var version in retrained.Versions)
            _models[version.Version] = version;
        _references[retrained.Chosen.Version] = retrained.Reference;
        _environment.Progress.Say($"{_served.Name}: {retrained}");
        await _served.StartRolloutAsync(retrained.Chosen, cancellationToken: _stop.Token);
    }
}
