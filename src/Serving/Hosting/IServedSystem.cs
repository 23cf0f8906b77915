using Bellwether.Data.Schema;

namespace Bellwether.Serving.Hosting;

/// <summary>A system that runs, seen by a host: JSON in, JSON out, types known only inside. Safe for concurrent use.</summary>
/// <remarks>The bytes handed to a call are the caller's: they hold only until its task completes, and what must outlive it is copied.</remarks>
public interface IServedSystem : IAsyncDisposable
{
    /// <summary>Its name in paths, e.g. <c>card-fraud</c>.</summary>
    string Name { get; }

    /// <summary>What a decision is asked for with.</summary>
    IEventContract RequestContract { get; }

    /// <summary>The other events it takes (never the request itself).</summary>
    IReadOnlyList<IEventContract> EventContracts { get; }

    /// <summary>The outcomes it takes: the label events.</summary>
    IReadOnlyList<IEventContract> OutcomeContracts { get; }

    /// <summary>The models it has loaded, for metadata and plain inference.</summary>
    IReadOnlyList<ServedModel> Models { get; }

    /// <summary>Whether it can answer by better than the last level of its cascade.</summary>
    bool IsReady { get; }

    /// <summary>Its state as one JSON object: arms and weights, model versions, rollout, counts, latencies, alerts.</summary>
    ReadOnlyMemory<byte> Describe();

    /// <summary>Decides one request. Answers even when the store is away: then the answer says <c>"durable": false</c>.</summary>
    /// <param name="requestJson">One JSON object, UTF-8.</param>
    /// <param name="cancellationToken">The caller went away.</param>
    ValueTask<ServedAnswer> DecideAsync(ReadOnlyMemory<byte> requestJson, CancellationToken cancellationToken = default);

    /// <summary>Decides several requests: each is begun before the first is waited for, so that all of them share one wait for durability.
    /// None of them sees another one's effect on features for certain.</summary>
    /// <param name="requestsJson">One JSON object each, UTF-8.</param>
    /// <param name="cancellationToken">The caller went away.</param>
    /// <returns>One answer each, in order.</returns>
    async ValueTask<IReadOnlyList<ServedAnswer>> DecideManyAsync(IReadOnlyList<ReadOnlyMemory<byte>> requestsJson, CancellationToken cancellationToken = default)
    {
        var deciding = new Task<ServedAnswer>[requestsJson.Count];
        for (var i = 0; i < deciding.Length; i++)
            deciding[i] = DecideAsync(requestsJson[i], cancellationToken).AsTask();
        return await Task.WhenAll(deciding);
    }

    /// <summary>Takes events of one type, all or none, and completes when they are durable.</summary>
    /// <param name="type">The name of one of <see cref="EventContracts"/> or <see cref="OutcomeContracts"/>.</param>
    /// <param name="eventsJson">One JSON object each.</param>
    /// <param name="cancellationToken">The caller went away.</param>
    /// <exception cref="Data.Events.EventStoreUnavailableException">Nothing was taken; the store is away.</exception>
    ValueTask<ServedAnswer> AcceptAsync(string type, IReadOnlyList<ReadOnlyMemory<byte>> eventsJson, CancellationToken cancellationToken = default);

    /// <summary>Writes what a graceful stop must not lose, and refuses new work.</summary>
    ValueTask DrainAsync(CancellationToken cancellationToken = default);
}
