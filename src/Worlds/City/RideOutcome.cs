namespace Bellwether.Worlds.City;

/// <summary>A ride has ended.</summary>
/// <param name="RideId">The ride.</param>
/// <param name="Time">When it became known: at arrival, unless outcomes are delayed.</param>
/// <param name="PromisedSeconds">What the rider was told.</param>
/// <param name="ActualSeconds">How long it took.</param>
public sealed record RideOutcome(string RideId, DateTimeOffset Time, double PromisedSeconds, double ActualSeconds);
