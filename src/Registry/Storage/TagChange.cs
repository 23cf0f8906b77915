namespace Bellwether.Registry.Storage;

/// <summary>One line of the tag log.</summary>
internal sealed record TagChange(string Version, string Name, string? Value, DateTimeOffset At, string Who);
