namespace Bellwether.Features.Engine;

/// <summary>One kind of entity: how a request names it, and its streams.</summary>
/// <param name="Name">E.g. <c>card</c>.</param>
/// <param name="Key">The key that a request names.</param>
/// <param name="Streams">Its streams.</param>
/// <param name="Targets">All numbers read from its streams.</param>
/// <param name="Memory">After this many microseconds without events an entity is as one never seen.</param>
internal sealed record EntityPlan<TRequest>(string Name, EntityKey<TRequest> Key, StreamPlan[] Streams, int[] Targets, long Memory);
