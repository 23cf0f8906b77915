namespace Bellwether.Serving.Decisions;

/// <summary>A feature of a logged decision that came out otherwise when it was derived again.</summary>
/// <param name="DecisionId">The decision.</param>
/// <param name="Sequence">Its place in the log.</param>
/// <param name="Feature">The feature.</param>
/// <param name="Logged">What was logged.</param>
/// <param name="Derived">What came out now.</param>
public sealed record VectorMismatch(string DecisionId, long Sequence, string Feature, double Logged, double Derived);
