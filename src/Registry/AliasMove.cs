namespace Bellwether.Registry;

/// <summary>One line of the alias log.</summary>
/// <param name="Alias">Which alias.</param>
/// <param name="From">The version it named before; null when it was new.</param>
/// <param name="To">The version it names since.</param>
/// <param name="At">When.</param>
/// <param name="Who">Who moved it.</param>
/// <param name="Reason">Why.</param>
public sealed record AliasMove(string Alias, string? From, string To, DateTimeOffset At, string Who, string Reason);
