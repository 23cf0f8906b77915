namespace Bellwether.Registry;

/// <summary>Something that differs between two versions.</summary>
/// <param name="Name">What, e.g. an option's name.</param>
/// <param name="Before">In the first; null when it has none.</param>
/// <param name="After">In the second; null when it has none.</param>
public sealed record Difference(string Name, string? Before, string? After);
