namespace Bellwether.Registry;

/// <summary>What became of moving an alias.</summary>
/// <param name="Moved">Whether it was moved; false when it named something else than was expected.</param>
/// <param name="Actual">The version that the alias names now; null when it does not exist.</param>
public readonly record struct MoveOutcome(bool Moved, string? Actual);
