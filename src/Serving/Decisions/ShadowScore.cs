namespace Bellwether.Serving.Decisions;

/// <summary>What a shadow arm would have scored; it had no part in the answer.</summary>
/// <param name="DecisionId">The decision that was shadowed.</param>
/// <param name="Time">When that decision's request happened.</param>
/// <param name="Arm">The shadow arm.</param>
/// <param name="ModelVersion">Its model's version.</param>
/// <param name="Score">Its score; NaN when it threw or gave no finite number.</param>
/// <param name="Nanoseconds">How long it took, by the pipeline's clock.</param>
public readonly record struct ShadowScore(string DecisionId, DateTimeOffset Time, string Arm, string ModelVersion, double Score, long Nanoseconds);
