namespace Bellwether.Features.Engine;

/// <summary>A stream that events of some type feed.</summary>
/// <param name="Entity">Index of the kind of entity.</param>
/// <param name="Stream">Index of the stream in it.</param>
/// <param name="ByRequestKey">Whether the events are requests, and belong to the entity that they name as requests.</param>
internal readonly record struct Route(int Entity, int Stream, bool ByRequestKey);
