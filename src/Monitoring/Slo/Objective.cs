using Bellwether.Numerics;

namespace Bellwether.Monitoring.Slo;

/// <summary>A service-level objective: which share of events must be good over a window.</summary>
/// <param name="Name">E.g. <c>availability</c>; part of signal names.</param>
/// <param name="Target">The share, in (0, 1), e.g. 0.999.</param>
public sealed record Objective(string Name, double Target)
{
    /// <summary>E.g. <c>availability</c>; part of signal names.</summary>
    public string Name { get; init => field = Require.NotBlank(value); } = Require.NotBlank(Name);

    /// <summary>The share, in (0, 1), e.g. 0.999.</summary>
    public double Target { get; init => field = Require.InRange(value, 1e-9, 1 - 1e-9); } = Require.InRange(Target, 1e-9, 1 - 1e-9);

    /// <summary>The window that the error budget is for; 30 days by default.</summary>
    public TimeSpan Window { get; init => field = Require.Positive(value); } = TimeSpan.FromDays(30);

    /// <summary>When to alarm; those of the Google SRE workbook, chapter 5, by default.</summary>
    public IReadOnlyList<BurnRateRule> BurnRates { get; init; } = BurnRateRule.Workbook;
}
