namespace Bellwether.Systems.Building;

/// <summary>A way to cut requests into groups whose quality is looked at one by one.</summary>
/// <param name="Name">What it cuts by.</param>
/// <param name="Of">The group of a request; null for none.</param>
internal sealed record Slice<TRequest>(string Name, Func<TRequest, string?> Of);
