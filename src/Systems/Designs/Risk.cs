namespace Bellwether.Systems.Designs;

/// <summary>Something that may go wrong, and what is done about it.</summary>
/// <param name="What">What may go wrong.</param>
/// <param name="Mitigation">What is done about it.</param>
public sealed record Risk(string What, string Mitigation);
