namespace Bellwether.Serving.Pipeline;

/// <summary>One decision to be scored by the shadow arms; the vector is rented.</summary>
internal readonly record struct ShadowWork(string DecisionId, DateTimeOffset Time, double[] Vector, ScoringLevel[] Shadows);
