using Bellwether.Monitoring.Alerts;
using Bellwether.Numerics;

namespace Bellwether.Monitoring.Slo;

/// <summary>Alarms when the error budget burns too fast over a long window, and still does over a short one.</summary>
/// <remarks>The short window ends the alarm soon after the trouble ends (Google, "The Site Reliability Workbook", chapter 5).</remarks>
/// <param name="Name">The long window in short, e.g. <c>1h</c>; part of signal names.</param>
/// <param name="Long">The window that shows that it matters.</param>
/// <param name="Short">The window that shows that it goes on.</param>
/// <param name="Factor">How many times as fast as the budget allows; 1 uses it up exactly.</param>
/// <param name="Severity">How loud.</param>
public sealed record BurnRateRule(string Name, TimeSpan Long, TimeSpan Short, double Factor, AlertSeverity Severity)
{
    /// <summary>1 h / 5 min at 14.4, 6 h / 30 min at 6, 3 d / 6 h at 1: 2, 5 and 10 % of a 30-day budget.</summary>
    public static IReadOnlyList<BurnRateRule> Workbook { get; } =
    [
        new("1h", TimeSpan.FromHours(1), TimeSpan.FromMinutes(5), 14.4, AlertSeverity.Critical),
        new("6h", TimeSpan.FromHours(6), TimeSpan.FromMinutes(30), 6, AlertSeverity.Critical),
        new("3d", TimeSpan.FromDays(3), TimeSpan.FromHours(6), 1, AlertSeverity.Warning),
    ];

    /// <summary>How many times as fast as the budget allows.</summary>
    public double Factor { get; init => field = Require.Positive(value); } = Require.Positive(Factor);

    /// <summary>The alert rule on the signal that <see cref="SloReport.AddTo"/> writes for this rule.</summary>
    /// <param name="objective">The objective's name.</param>
    /// <param name="minimumCount">Events in the short window below which it says nothing.</param>
    public AlertRule ToAlertRule(string objective, long minimumCount = 20) =>
        new($"slo-{objective}-burn-{Name}", $"slo.{objective}.burn.{Name}", Comparison.Above, Factor) { Severity = Severity, MinimumCount = minimumCount };
}
