namespace Bellwether.Systems.Reports;

/// <summary>A claim of the design beside what was measured.</summary>
/// <param name="Claim">What the design states.</param>
/// <param name="Measured">What the run measured.</param>
/// <param name="Passed">Whether the claim holds.</param>
public sealed record GateReport(string Claim, string Measured, bool Passed);
