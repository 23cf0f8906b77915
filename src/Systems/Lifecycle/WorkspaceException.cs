namespace Bellwether.Systems.Lifecycle;

/// <summary>A workspace cannot be used as asked.</summary>
/// <param name="message">Why, and what to do.</param>
public sealed class WorkspaceException(string message) : Exception(message);
