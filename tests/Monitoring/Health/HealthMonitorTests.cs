using Bellwether.Monitoring.Health;

namespace Bellwether.Monitoring.Tests.Health;

public sealed class HealthMonitorTests
{
    private static readonly DateTimeOffset Start = ManualTime.Start;

    [Fact]
    public void A_window_has_quantiles_errors_and_levels()
    {
        var monitor = new HealthMonitor(TimeSpan.FromHours(1));
        for (var i = 1; i <= 1_000; i++)
            monitor.Answered(TimeSpan.FromMilliseconds(i), i <= 900 ? "model" : "rules", i % 50 == 0, Start.AddSeconds(i));
        monitor.EventSeen(Start.AddMinutes(10));
        monitor.EventSeen(Start.AddMinutes(5));
        monitor.ModelTrained(Start.AddDays(-2));
        var report = monitor.Evaluate(Start.AddMinutes(20));
        Assert.Equal(1_000, report.Count);
        Assert.InRange(report.P50.TotalMilliseconds, 500, 508);
        Assert.InRange(report.P99.TotalMilliseconds, 990, 1_006);
        Assert.Equal(0.02, report.ErrorRate);
        Assert.Equal(0.9, report.LevelShares["model"]);
        Assert.Equal(TimeSpan.FromMinutes(10), report.EventAge);
        var signals = new SignalSet();
        report.AddTo(signals);
        Assert.Equal(report.P99.TotalMilliseconds, signals["latency.p99"].Value);
        Assert.Equal(0.1, signals["level.share.rules"].Value);
        Assert.Equal(172_800 + 1_200, signals["freshness.model"].Value);
    }

    [Fact]
    public void Old_slots_are_forgotten()
    {
        var monitor = new HealthMonitor(TimeSpan.FromHours(1));
        monitor.Answered(TimeSpan.FromSeconds(9), "model", true, Start);
        monitor.Answered(TimeSpan.FromMilliseconds(1), "model", false, Start.AddMinutes(61));
        var report = monitor.Evaluate(Start.AddMinutes(61));
        Assert.Equal((1, 0.0), (report.Count, report.ErrorRate));
        Assert.True(report.P99 < TimeSpan.FromMilliseconds(2));
        var empty = monitor.Evaluate(Start.AddDays(1));
        Assert.Equal(0, empty.Count);
        Assert.True(double.IsNaN(empty.ErrorRate));
        Assert.Null(empty.EventAge);
    }

    [Fact]
    public void Levels_that_are_no_levels_are_refused()
    {
        var monitor = new HealthMonitor(TimeSpan.FromHours(1));
        for (var i = 0; i < HealthMonitor.MaxLevels; i++)
            monitor.Answered(TimeSpan.Zero, FormattableString.Invariant($"l{i}"), false, Start);
        Assert.Throws<ArgumentException>(() => monitor.Answered(TimeSpan.Zero, "one more", false, Start));
    }
}
