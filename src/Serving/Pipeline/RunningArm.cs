namespace Bellwether.Serving.Pipeline;

/// <summary>An arm as it runs: its cascade, its own model first.</summary>
internal sealed record RunningArm(string Name, ScoringLevel[] Levels, bool HasModel);
