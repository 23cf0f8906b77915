using System.Globalization;
using Bellwether.Monitoring.Quality;
using Bellwether.Numerics.Random;

namespace Bellwether.Monitoring.Tests.Quality;

public sealed class QualityMonitorTests
{
    private static readonly DateTimeOffset Start = ManualTime.Start;

    [Fact]
    public void Labels_meet_predictions_and_silence_means_negative_at_the_horizon()
    {
        var monitor = new QualityMonitor(new QualityOptions { Horizon = TimeSpan.FromDays(10), Window = TimeSpan.FromDays(5) });
        monitor.Predicted("a", 0.9, Start);
        monitor.Predicted("b", 0.2, Start);
        monitor.Predicted("b", 0.7, Start);
        Assert.Equal(LabelOutcome.Matched, monitor.Labelled("a", 1, Start.AddDays(6)));
        Assert.Equal(LabelOutcome.Unmatched, monitor.Labelled("a", 1, Start.AddDays(6)));
        var early = monitor.Evaluate(Start.AddDays(7));
        Assert.Equal((1, 1, 1, 1.0), (early.Rows, early.Positives, early.Pending, early.Coverage));
        Assert.True(double.IsNaN(early["roc_auc"].Value));
        var later = monitor.Evaluate(Start.AddDays(10));
        Assert.Equal((2, 1, 0, 0.5), (later.Rows, later.Positives, later.Pending, later.Coverage));
        Assert.Equal(1, later["roc_auc"].Value);
        Assert.Equal(((0.1 * 0.1) + (0.2 * 0.2)) / 2, later["brier"].Value, 1e-12);
        Assert.Equal(LabelOutcome.Unmatched, monitor.Labelled("b", 1, Start.AddDays(11)));
        Assert.Equal(2, monitor.UnmatchedLabels);
        Assert.Equal(0, monitor.Evaluate(Start.AddDays(30)).Rows);
    }

    [Fact]
    public void Matured_windows_are_unbiased_from_the_start()
    {
        var random = new Seed(1).Stream();
        var options = new QualityOptions { Horizon = TimeSpan.FromDays(10), Window = TimeSpan.FromDays(4) };
        var (resolved, matured) = (new QualityMonitor(options), new QualityMonitor(options with { Basis = QualityBasis.Matured }));
        var labels = new List<(DateTimeOffset At, string Id)>();
        for (var i = 0; i < 4_000; i++)
        {
            var (id, time, p) = (i.ToString(CultureInfo.InvariantCulture), Start.AddDays(i / 200.0), random.NextDouble() * 0.2);
            resolved.Predicted(id, p, time);
            matured.Predicted(id, p, time);
            if (random.NextBool(p))
                labels.Add((time.AddDays(random.NextDouble(1, 9)), id));
            foreach (var (at, positive) in labels.Where(l => l.At <= time).ToArray())
            {
                resolved.Labelled(positive, 1, at);
                matured.Labelled(positive, 1, at);
            }

            labels.RemoveAll(l => l.At <= time);
        }

        var early = matured.Evaluate(Start.AddDays(20));
        Assert.InRange(early.Positives / (double)early.Rows, 0.07, 0.13);
        Assert.InRange(early["calibration_gap"].Value, -0.025, 0.025);
        Assert.InRange(resolved.Evaluate(Start.AddDays(20)).Rows, 500, 1_000);
    }

    [Fact]
    public void Figures_hold_the_truth_and_see_a_model_that_breaks()
    {
        var random = new Seed(2).Stream();
        var monitor = new QualityMonitor(new QualityOptions { Horizon = TimeSpan.FromDays(2), Window = TimeSpan.FromDays(1) });
        for (var i = 0; i < 3_000; i++)
        {
            var p = random.NextDouble();
            var id = i.ToString(CultureInfo.InvariantCulture);
            monitor.Predicted(id, p, Start);
            monitor.Labelled(id, random.NextBool(p) ? 1 : 0, Start.AddHours(1));
        }

        var good = monitor.Evaluate(Start.AddHours(2));
        Assert.InRange(5.0 / 6, good["roc_auc"].Low, good["roc_auc"].High);
        Assert.InRange(1.0 / 6, good["brier"].Low, good["brier"].High);
        Assert.InRange(0.5, good["log_loss"].Low, good["log_loss"].High);
        Assert.InRange(0, good["calibration_gap"].Low, good["calibration_gap"].High);
        Assert.InRange(good["pr_auc"].Value, good["pr_auc"].Low, good["pr_auc"].High);
        for (var i = 0; i < 3_000; i++)
        {
            var id = "late" + i.ToString(CultureInfo.InvariantCulture);
            monitor.Predicted(id, random.NextDouble(), Start.AddDays(3));
            monitor.Labelled(id, random.NextBool(0.5) ? 1 : 0, Start.AddDays(3));
        }

        var broken = monitor.Evaluate(Start.AddDays(3.1));
        Assert.Equal(3_000, broken.Rows);
        Assert.True(broken["roc_auc"].High < good["roc_auc"].Low);
        Assert.InRange(0.5, broken["roc_auc"].Low, broken["roc_auc"].High);
        Assert.Equal(broken.Figures, monitor.Evaluate(Start.AddDays(3.1)).Figures);
        var signals = new SignalSet();
        broken.AddTo(signals);
        Assert.Equal(3_000, signals["quality.pr_auc"].Count);
    }

    [Fact]
    public void Regression_has_its_own_figures()
    {
        var monitor = new QualityMonitor(new QualityOptions { IsRegression = true, Horizon = TimeSpan.FromDays(1) });
        for (var i = 0; i < 4; i++)
        {
            monitor.Predicted(i.ToString(CultureInfo.InvariantCulture), 10, Start);
            monitor.Labelled(i.ToString(CultureInfo.InvariantCulture), 8 + (2 * (i % 2)) + i, Start);
        }

        monitor.Predicted("never", 3, Start);
        var report = monitor.Evaluate(Start.AddDays(1)); // truth 8, 11, 10, 13
        Assert.Equal(1.5, report["mae"].Value, 1e-12);
        Assert.Equal(Math.Sqrt(14.0 / 4), report["rmse"].Value, 1e-12);
        Assert.Equal(-0.5, report["bias"].Value, 1e-12);
        Assert.Equal(1, monitor.Unlabelled);
        Assert.Throws<KeyNotFoundException>(() => report["roc_auc"]);
    }

    [Fact]
    public void Memory_is_bounded_and_what_is_let_go_is_counted()
    {
        var monitor = new QualityMonitor(new QualityOptions { MaxPending = 100, MaxResolved = 50 });
        for (var i = 0; i < 1_000; i++)
            monitor.Predicted(i.ToString(CultureInfo.InvariantCulture), 0.5, Start.AddSeconds(i));
        Assert.Equal(900, monitor.EvictedPending);
        Assert.Equal(100, monitor.Evaluate(Start.AddSeconds(1_000)).Pending);
        Assert.Equal(LabelOutcome.Unmatched, monitor.Labelled("899", 1, Start.AddHours(1)));
        for (var i = 900; i < 1_000; i++)
            Assert.Equal(LabelOutcome.Matched, monitor.Labelled(i.ToString(CultureInfo.InvariantCulture), i % 2, Start.AddHours(1)));
        Assert.Equal(50, monitor.EvictedResolved);
        Assert.Equal(50, monitor.Evaluate(Start.AddHours(1)).Rows);
        for (var i = 0; i < 5_000; i++) // labelled at once behind one that waits
        {
            monitor.Predicted("x" + i.ToString(CultureInfo.InvariantCulture), 0.5, Start.AddHours(2));
            monitor.Labelled("x" + i.ToString(CultureInfo.InvariantCulture), 0, Start.AddHours(2));
        }

        Assert.Equal(900, monitor.EvictedPending);
        Assert.Throws<ArgumentOutOfRangeException>(() => monitor.Predicted("p", 1.2, Start));
        Assert.Throws<ArgumentOutOfRangeException>(() => monitor.Labelled("p", 0.5, Start));
    }
}
