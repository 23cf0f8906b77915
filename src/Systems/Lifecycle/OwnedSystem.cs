using Bellwether.Data.Events;
using Bellwether.Data.Schema;
using Bellwether.Serving.Hosting;

namespace Bellwether.Systems.Lifecycle;

/// <summary>A served system together with what looks after it and the store that was opened for it: all are closed together.</summary>
internal sealed class OwnedSystem(IServedSystem system, IAsyncDisposable care, IEventStore store) : IServedSystem
{
    public string Name => system.Name;

    public IEventContract RequestContract => system.RequestContract;

    public IReadOnlyList<IEventContract> EventContracts => system.EventContracts;

    public IReadOnlyList<IEventContract> OutcomeContracts => system.OutcomeContracts;

    public IReadOnlyList<ServedModel> Models => system.Models;

    public bool IsReady => system.IsReady;

    public ReadOnlyMemory<byte> Describe() => system.Describe();

    public ValueTask<ServedAnswer> DecideAsync(ReadOnlyMemory<byte> requestJson, CancellationToken cancellationToken) => system.DecideAsync(requestJson, cancellationToken);

    public ValueTask<IReadOnlyList<ServedAnswer>> DecideManyAsync(IReadOnlyList<ReadOnlyMemory<byte>> requestsJson, CancellationToken cancellationToken) =>
        system.DecideManyAsync(requestsJson, cancellationToken);

    public ValueTask<ServedAnswer> AcceptAsync(string type, IReadOnlyList<ReadOnlyMemory<byte>> eventsJson, CancellationToken cancellationToken) =>
        system.AcceptAsync(type, eventsJson, cancellationToken);

    public ValueTask DrainAsync(CancellationToken cancellationToken) => system.DrainAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await care.DisposeAsync();
        await system.DisposeAsync();
        await store.DisposeAsync();
    }
}
