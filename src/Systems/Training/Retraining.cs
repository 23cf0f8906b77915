using Bellwether.Data.Events;
using Bellwether.Data.Models;
using Bellwether.Monitoring.Drift;
using Bellwether.Numerics.Random;
using Bellwether.Systems.Building;
using Bellwether.Systems.Lifecycle;
using Bellwether.Systems.Living;

namespace Bellwether.Systems.Training;

/// <summary>One training on everything that a log tells by now: history replayed, ladder climbed, every rung kept.</summary>
/// <param name="Definition">The system.</param>
/// <param name="Store">The log; what was acknowledged must be durable in it.</param>
/// <param name="Shelf">Keeps the versions.</param>
/// <param name="Threads">Threads that may work.</param>
internal sealed record Retraining<TRequest, TDecision>(SystemDefinition<TRequest, TDecision> Definition, IEventStore Store, RegistryShelf Shelf, int Threads)
    where TRequest : class, IEvent
    where TDecision : notnull
{
    /// <summary>Trains; the chosen version becomes <c>candidate</c>.</summary>
    /// <param name="now">What is known by then.</param>
    /// <param name="seed">All randomness.</param>
    /// <param name="why">Why, for the registry.</param>
    /// <param name="parent">The version in production.</param>
    /// <param name="withRandomSplit">Whether to judge on a random split as well.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="TrainingException">There is too little to learn from.</exception>
    public async Task<Retrained<TRequest>> TrainAsync(DateTimeOffset now, Seed seed, string why, string? parent, bool withRandomSplit, CancellationToken cancellationToken)
    {
        var history = await LabelledHistory<TRequest, TDecision>.ReadAsync(Store, Composition.Facts(Definition), Definition, _ => { }, cancellationToken);
        var table = TrainingRows.Build(history, Definition, now);
        var ladder = new Trainer<TRequest, TDecision>(Definition, Threads, NoProgress.Instance).Climb(table, seed, hasRealTime: true, withRandomSplit, cancellationToken);
        var versions = await LadderKeeping.KeepAsync(Shelf, ladder, Definition, history.Range, seed, why, parent, cancellationToken);
        var chosen = versions[ladder.Chosen];
        await Shelf.PointAsync("candidate", chosen.Version, why, cancellationToken);
        return new Retrained<TRequest>(ladder, versions, chosen, ReferenceProfile.Of(ladder.Test, ladder.ChosenRung.Scores));
    }
}
