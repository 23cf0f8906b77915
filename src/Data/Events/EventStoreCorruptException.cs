namespace Bellwether.Data.Events;

/// <summary>What the store holds on disk is damaged and cannot be opened as it is; docs/runbook.md has the way back.</summary>
/// <param name="message">Which file is damaged where, and what to do.</param>
/// <param name="inner">The cause.</param>
public sealed class EventStoreCorruptException(string message, Exception? inner = null) : Exception(message, inner);
