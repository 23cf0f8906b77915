namespace Bellwether.Features.Engine;

/// <summary>Bytes that should hold the state of a feature engine do not, or hold that of another one.</summary>
/// <param name="message">What was expected, what was found, and what to do.</param>
public sealed class SnapshotException(string message) : Exception(message);
