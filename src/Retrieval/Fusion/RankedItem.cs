namespace Bellwether.Retrieval.Fusion;

/// <summary>An item of a ranked list.</summary>
/// <typeparam name="TId">What identifies items.</typeparam>
/// <param name="Id">Which item.</param>
/// <param name="Score">How good it is; higher is better.</param>
public readonly record struct RankedItem<TId>(TId Id, double Score);
