namespace Bellwether.Worlds;

/// <summary>One thing that happens in a world: exactly one of <paramref name="Request"/> and <paramref name="Outcome"/> is set.</summary>
/// <param name="Time">When it happens.</param>
/// <param name="Request">Somebody wants a decision.</param>
/// <param name="Outcome">Something becomes known about an earlier request.</param>
public sealed record WorldStep<TRequest, TOutcome>(DateTimeOffset Time, TRequest? Request, TOutcome? Outcome)
    where TRequest : class
    where TOutcome : class;
