using Bellwether.Monitoring.Alerts;

namespace Bellwether.Monitoring.Tests.Alerts;

public sealed class AlertBoardTests
{
    private static readonly DateTimeOffset Start = ManualTime.Start;

    private static readonly AlertRule Latency = new("latency-high", "latency.p99", Comparison.Above, 100)
    {
        ClearAt = 80,
        For = TimeSpan.FromMinutes(5),
        MinimumCount = 10,
        Severity = AlertSeverity.Critical,
        Action = AlertAction.RollBack,
    };

    [Fact]
    public void An_alert_is_raised_once_after_its_duration_and_resolved_below_the_lower_threshold()
    {
        var board = new AlertBoard([Latency]);
        (int Minute, double Value, bool? Change)[] story =
        [
            (0, 120, null), (3, 50, null), (4, 120, null), (8, 130, null), (9, 110, true), (10, 150, null), (11, 90, null), (12, 99, null), (13, 79, false),
            (14, 70, null), (15, 100, null), (20, 100, true),
        ];
        foreach (var (minute, value, change) in story)
        {
            var changes = board.Evaluate(Start.AddMinutes(minute), new SignalSet().Set("latency.p99", value, 50));
            Assert.Equal(change, changes.Count == 0 ? null : Assert.Single(changes).IsRaised);
        }

        var alert = Assert.Single(board.Active);
        Assert.Equal(Start.AddMinutes(15), alert.Since);
        Assert.Equal(AlertAction.RollBack, alert.Action);
        Assert.Contains("latency.p99 is 100", alert.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_small_a_sample_or_no_value_neither_raises_nor_resolves()
    {
        var board = new AlertBoard([Latency with { For = TimeSpan.Zero }]);
        Assert.Empty(board.Evaluate(Start, new SignalSet().Set("latency.p99", 500, 9)));
        Assert.Single(board.Evaluate(Start, new SignalSet().Set("latency.p99", 500, 10)));
        Assert.Empty(board.Evaluate(Start, new SignalSet().Set("latency.p99", 1, 9)));
        Assert.Empty(board.Evaluate(Start, new SignalSet().Set("latency.p99", double.NaN, 100)));
        Assert.Empty(board.Evaluate(Start, new SignalSet()));
        Assert.Single(board.Active);
        var waiting = new AlertBoard([Latency]);
        waiting.Evaluate(Start, new SignalSet().Set("latency.p99", 500, 10));
        waiting.Evaluate(Start.AddMinutes(3), new SignalSet());
        Assert.Empty(waiting.Evaluate(Start.AddMinutes(6), new SignalSet().Set("latency.p99", 500, 10)));
    }

    [Fact]
    public void A_prefix_gives_every_signal_its_own_alert_and_below_works_as_above()
    {
        var board = new AlertBoard([new AlertRule("drift", "drift.psi.*", Comparison.Above, 0.2), new AlertRule("quality", "quality.pr_auc", Comparison.Below, 0.5) { ClearAt = 0.6 }]);
        var first = board.Evaluate(Start, new SignalSet().Set("drift.psi.a", 0.3, 1).Set("drift.psi.b", 0.25, 1).Set("drift.psi.c", 0.1, 1).Set("quality.pr_auc", 0.5, 1));
        Assert.Equal(["drift.psi.a", "drift.psi.b", "quality.pr_auc"], first.Select(c => c.Alert.Signal));
        var second = board.Evaluate(Start, new SignalSet().Set("drift.psi.a", 0.1, 1).Set("drift.psi.b", 0.25, 1).Set("quality.pr_auc", 0.6, 1));
        Assert.Equal("drift.psi.a", Assert.Single(second).Alert.Signal);
        Assert.False(Assert.Single(board.Evaluate(Start, new SignalSet().Set("quality.pr_auc", 0.61, 1))).IsRaised);
    }

    [Fact]
    public void State_survives_a_restart()
    {
        var board = new AlertBoard([Latency, new AlertRule("errors", "errors.rate", Comparison.Above, 0.1)]);
        board.Evaluate(Start, new SignalSet().Set("latency.p99", 500, 10).Set("errors.rate", 0.5, 10));
        var restarted = new AlertBoard(board.Rules);
        restarted.Restore(board.ToJson());
        Assert.Equal(board.Active, restarted.Active);
        var changes = restarted.Evaluate(Start.AddMinutes(5), new SignalSet().Set("latency.p99", 500, 10).Set("errors.rate", 0.5, 10));
        Assert.Equal("latency-high", Assert.Single(changes).Alert.Name);
        Assert.Equal(Start, changes[0].Alert.Since);
        var fewer = new AlertBoard([Latency]);
        fewer.Restore(board.ToJson());
        Assert.Empty(fewer.Active);
    }

    [Fact]
    public void Rules_that_contradict_themselves_are_refused()
    {
        Assert.Contains("twice", Assert.Throws<ArgumentException>(() => new AlertBoard([Latency, Latency])).Message.Replace("2 times", "twice", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new AlertBoard([Latency with { ClearAt = 120 }]));
        Assert.Throws<ArgumentException>(() => new AlertRule("a/b", "x", Comparison.Above, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlertRule("a", "x", Comparison.Above, double.NaN));
    }
}
