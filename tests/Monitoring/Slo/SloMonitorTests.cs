using Bellwether.Monitoring.Alerts;
using Bellwether.Monitoring.Slo;

namespace Bellwether.Monitoring.Tests.Slo;

public sealed class SloMonitorTests
{
    private static readonly DateTimeOffset Start = ManualTime.Start;

    [Fact]
    public void The_budget_is_what_the_objective_leaves()
    {
        var monitor = new SloMonitor(new Objective("availability", 0.99));
        for (var i = 0; i < 1_000; i++)
            monitor.Record(i % 250 != 0, Start.AddMinutes(i));
        var report = monitor.Evaluate(Start.AddMinutes(1_000));
        Assert.Equal((996, 4), (report.Good, report.Bad));
        Assert.Equal(0.6, report.BudgetLeft, 1e-9);
        Assert.Equal(0.996, report.Share, 1e-12);
        Assert.Equal(1, new SloMonitor(new Objective("x", 0.9)).Evaluate(Start).BudgetLeft);
        Assert.Equal((0, 0), (monitor.Evaluate(Start.AddDays(60)).Good, monitor.Evaluate(Start.AddDays(60)).Bad));
    }

    [Fact]
    public void An_outage_alarms_fast_and_the_alarm_ends_soon_after_it()
    {
        var objective = new Objective("availability", 0.999);
        var monitor = new SloMonitor(objective);
        var board = new AlertBoard(objective.BurnRates.Select(r => r.ToAlertRule("availability")));
        DateTimeOffset? raised = null, resolved = null;
        for (var minute = 0; minute < 600; minute++)
        {
            var now = Start.AddMinutes(minute);
            for (var i = 0; i < 60; i++)
                monitor.Record(minute is < 240 or >= 270 || i % 5 != 0, now); // 20 % errors for half an hour
            var signals = new SignalSet();
            monitor.Evaluate(now).AddTo(signals);
            foreach (var change in board.Evaluate(now, signals).Where(c => c.Alert.Signal == "slo.availability.burn.1h"))
            {
                if (change.IsRaised)
                    raised ??= now;
                else
                    resolved = now;
            }
        }

        // 20 % errors burn 200 times the budget: the 1 h window reaches 14.4 after 1 h * 14.4 / 200 = 4.3 minutes.
        Assert.InRange(raised!.Value - Start, TimeSpan.FromMinutes(243), TimeSpan.FromMinutes(246));
        Assert.InRange(resolved!.Value - Start, TimeSpan.FromMinutes(270), TimeSpan.FromMinutes(276));
    }

    [Fact]
    public void Errors_within_the_budget_never_alarm()
    {
        var monitor = new SloMonitor(new Objective("availability", 0.99));
        for (var minute = 0; minute < 3_000; minute++)
            for (var i = 0; i < 10; i++)
                monitor.Record((minute * 10 + i) % 150 != 0, Start.AddMinutes(minute));
        Assert.All(monitor.Evaluate(Start.AddMinutes(2_999)).BurnRates, b => Assert.False(b.IsBurning));
    }

    [Fact]
    public void Windows_must_nest() =>
        Assert.Throws<ArgumentException>(() => new SloMonitor(new Objective("x", 0.9) { Window = TimeSpan.FromHours(2) }));
}
