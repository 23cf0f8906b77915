namespace Bellwether.Systems.Reports;

/// <summary>One step of a rollout.</summary>
/// <param name="Version">The model version that was rolled out.</param>
/// <param name="Step">The step, e.g. <c>shadow</c>, <c>canary 5 %</c>, <c>full</c>.</param>
/// <param name="Outcome">What became of it: promoted, rolled back, completed.</param>
/// <param name="Reason">Why, with the evidence in numbers.</param>
/// <param name="At">When.</param>
public sealed record RolloutReport(string Version, string Step, string Outcome, string Reason, DateTimeOffset At);
