using Bellwether.Experiments.Sequential;
using Bellwether.Data.Events;
using Bellwether.Serving.Rollout;

namespace Bellwether.Serving.Tests.Rollout;

public sealed class RolloutControllerTests
{
    private static readonly DateTimeOffset s_start = Shop.Start;
    private static readonly RolloutPlan s_plan = RolloutPlan.Canary(
        new RolloutStage("", 0) { MinDuration = TimeSpan.FromHours(6), MinDecisions = 100 },
        new RolloutStage("", 0) { MinDuration = TimeSpan.FromHours(12), MinDecisions = 200, MinOutcomes = 150 },
        [new Guardrail("loss", Harm.More), new Guardrail("revenue", Harm.Less)]);

    private static RolloutEvidence Evidence(long decisions, long outcomes, double candidateLoss = 1)
    {
        ArmEvidence Of(double loss)
        {
            ArmStatistics losses = default, revenue = default;
            for (var i = 0; i < outcomes; i++)
            {
                losses = losses.With(loss + (i % 3 * 0.1));
                revenue = revenue.With(5 + (i % 2));
            }

            return new ArmEvidence(decisions, outcomes, new Dictionary<string, ArmStatistics> { ["loss"] = losses, ["revenue"] = revenue });
        }

        return new RolloutEvidence(Of(1), Of(candidateLoss));
    }

    [Fact]
    public void A_healthy_candidate_passes_every_stage_and_completes()
    {
        var rollout = RolloutController.Start(s_plan, "v2", "v1", s_start);
        var now = s_start;
        var shares = new List<double>();
        while (rollout.State == RolloutState.Running)
        {
            shares.Add(rollout.Share);
            now += TimeSpan.FromHours(12);
            Assert.NotNull(rollout.Advance(now, Evidence(500, 300)));
        }

        Assert.Equal([0, 0.01, 0.05, 0.25, 0.5], shares);
        Assert.Equal((RolloutState.Completed, 1.0), (rollout.State, rollout.Share));
        Assert.Equal(["started", "promoted", "promoted", "promoted", "promoted", "completed"], rollout.History.Select(s => s.Outcome));
        Assert.Equal(["shadow", "shadow", "canary 1 %", "canary 5 %", "canary 25 %", "canary 50 %"], rollout.History.Select(s => s.Step));
        Assert.Equal(300, rollout.History[^1].Evidence["candidate.outcomes"]);
        Assert.Contains("500 decisions and 300 outcomes", rollout.History[^1].Reason, StringComparison.Ordinal);
        Assert.Null(rollout.Advance(now.AddDays(1), Evidence(0, 0)));
    }

    [Fact]
    public void Harm_rolls_back_at_once_whatever_the_time()
    {
        var rollout = RolloutController.Start(s_plan, "v2", "v1", s_start);
        rollout.Advance(s_start.AddDays(1), Evidence(500, 300));
        var step = rollout.Advance(s_start.AddDays(1).AddMinutes(1), Evidence(500, 300, candidateLoss: 1.4));
        Assert.Equal((RolloutOutcome.RolledBack, "canary 1 %", 0.0), (step!.Outcome, step.Step, step.Share));
        Assert.StartsWith("loss is harmed: 1.5 for the candidate (n = 300) against 1.1 for the control (n = 300); worse by at least 0.3", step.Reason, StringComparison.Ordinal);
        Assert.InRange(step.Evidence["loss.leastHarm"], 0.3, 0.4);
        Assert.Equal(RolloutState.RolledBack, rollout.State);
    }

    [Fact]
    public void An_alarm_rolls_back_at_once()
    {
        var rollout = RolloutController.Start(s_plan, "v2", "v1", s_start);
        var step = rollout.Advance(s_start, RolloutControllerTests.Evidence(0, 0) with { Alarms = ["the breaker is open"] });
        Assert.Equal("Alarm: the breaker is open", step!.Reason);
        Assert.Equal(0, rollout.Share);
    }

    [Fact]
    public void A_stage_that_lacks_evidence_is_held_and_told_once()
    {
        var rollout = RolloutController.Start(s_plan, "v2", "v1", s_start);
        rollout.Advance(s_start.AddHours(6), Evidence(100, 0));
        Assert.Null(rollout.Advance(s_start.AddHours(7), Evidence(150, 10)));
        var held = rollout.Advance(s_start.AddHours(18), Evidence(150, 10));
        Assert.Equal(RolloutOutcome.Held, held!.Outcome);
        Assert.Contains("150 of 200 decisions and 10 of 150 outcomes", held.Reason, StringComparison.Ordinal);
        Assert.Null(rollout.Advance(s_start.AddHours(19), Evidence(150, 10)));
        Assert.Equal(RolloutOutcome.Promoted, rollout.Advance(s_start.AddHours(20), Evidence(200, 150))!.Outcome);
    }

    [Fact]
    public async Task A_restart_after_every_step_changes_nothing()
    {
        RolloutController Straight(Func<RolloutController, RolloutController> between)
        {
            var rollout = RolloutController.Start(s_plan, "v2", "v1", s_start);
            for (var hour = 1; hour < 24 * 5 && rollout.State == RolloutState.Running; hour++)
            {
                rollout = between(rollout);
                // Two stages are held for a while, the last one is harmed.
                rollout.Advance(s_start.AddHours(hour), Evidence(hour % 30 < 25 ? 500 : 50, 300, rollout.Share >= 0.5 ? 1.4 : 1));
            }

            return rollout;
        }

        var restored = Straight(r =>
        {
            var store = new InMemoryEventStore();
            store.AppendAsync([.. r.History.Select(s => s.ToRecord("shop") with { Value = null })]).AsTask().GetAwaiter().GetResult();
            var steps = store.ReadAllAsync().GetAwaiter().GetResult().Select(s => RolloutStep.FromRecord(s.Event));
            var again = RolloutController.Restore(s_plan, steps)!;
            Assert.Equal((r.State, r.Share, r.Stage, r.StageEntered), (again.State, again.Share, again.Stage, again.StageEntered));
            return again;
        });
        var straight = Straight(r => r);
        Assert.Equal(straight.History, restored.History);
        Assert.Equal(RolloutState.RolledBack, restored.State);
        Assert.Null(RolloutController.Restore(s_plan, []));
        await Task.CompletedTask;
    }

    [Fact]
    public void The_latest_rollout_is_the_one_that_is_restored()
    {
        var first = RolloutController.Start(s_plan, "v2", "v1", s_start);
        first.Rollback(s_start.AddHours(1), "an operator's word");
        var second = RolloutController.Start(s_plan, "v3", "v1", s_start.AddHours(2));
        second.Advance(s_start.AddHours(9), Evidence(500, 300));
        var restored = RolloutController.Restore(s_plan, first.History.Concat(second.History))!;
        Assert.Equal(("v3", "canary 1 %", 2), (restored.Candidate, restored.Stage!.Name, restored.History.Count));
    }

    [Fact]
    public void Blue_green_switches_all_units_and_back()
    {
        var plan = RolloutPlan.BlueGreen(new RolloutStage("", 0) { MinDuration = TimeSpan.FromHours(1), MinDecisions = 100 }, [new Guardrail("loss", Harm.More)]);
        var good = RolloutController.Start(plan, "v2", "v1", s_start);
        Assert.Equal(("green", 1.0), (good.Stage!.Name, good.Share));
        Assert.Equal(RolloutOutcome.Completed, good.Advance(s_start.AddHours(1), Evidence(100, 100))!.Outcome);
        Assert.Equal(RolloutOutcome.RolledBack, good.Rollback(s_start.AddHours(2), "an operator's word")!.Outcome);
        Assert.Equal(0, good.Share);
        Assert.Null(good.Rollback(s_start.AddHours(3), "again"));
        var bad = RolloutController.Start(plan, "v2", "v1", s_start);
        Assert.Equal(RolloutOutcome.RolledBack, bad.Advance(s_start.AddMinutes(1), Evidence(500, 300, candidateLoss: 2))!.Outcome);
    }

    [Fact]
    public void Plans_that_cannot_be_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new RolloutPlan([], []));
        Assert.Contains("'b' has less than 'a'", Assert.Throws<ArgumentException>(() => new RolloutPlan([new("a", 0.5), new("b", 0.1)], [])).Message, StringComparison.Ordinal);
        Assert.Equal(0.05 / (5 * 2), s_plan.AlphaPerTest, 12);
    }
}
