namespace Bellwether.Serving.Decisions;

/// <summary>How long the stages of one decision took, in nanoseconds, by the pipeline's clock. Logging is not among them: the record is
/// written before it ends.</summary>
/// <param name="Assign">Finding the arm.</param>
/// <param name="Features">Computing the vector, waiting for the feature lock included.</param>
/// <param name="Score">Finding a score, levels that failed included.</param>
/// <param name="Decide">The system's decision function.</param>
public readonly record struct StageTimings(long Assign, long Features, long Score, long Decide);
