using Bellwether.Numerics.Sketches;

namespace Bellwether.Serving.Pipeline;

/// <summary>How a model of a cascade does.</summary>
/// <param name="Name">The level, or the name of a shadow arm.</param>
/// <param name="Version">The model's version.</param>
/// <param name="IsOpen">Whether its breaker leaves it out now.</param>
/// <param name="Opened">How often its breaker has opened.</param>
/// <param name="Failures">How many scores failed or came late.</param>
/// <param name="Latency">How long scores took, in real time.</param>
public sealed record LevelHealth(string Name, string Version, bool IsOpen, long Opened, long Failures, LatencyHistogram Latency);
