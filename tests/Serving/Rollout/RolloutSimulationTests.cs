using Bellwether.Data.Events;
using Bellwether.Numerics.Random;
using Bellwether.Serving.Hosting;
using Bellwether.Serving.Pipeline;
using Bellwether.Serving.Rollout;

namespace Bellwether.Serving.Tests.Rollout;

/// <summary>Whole rollouts on a running system, in simulated time, with outcomes that come an hour late.</summary>
public sealed class RolloutSimulationTests
{
    private static readonly RolloutPlan s_plan = RolloutPlan.Canary(
        new RolloutStage("", 0) { MinDuration = TimeSpan.FromMinutes(20), MinDecisions = 300, MinOutcomes = 100 },
        new RolloutStage("", 0) { MinDuration = TimeSpan.FromMinutes(20), MinOutcomes = 150 },
        [new Guardrail("squared error", Harm.More), new Guardrail("fallback", Harm.More), new Guardrail("score time", Harm.More, Margin: 1e6)],
        10, 50);

    private static async Task<(RolloutController Rollout, List<StoredEvent> Log)> RunAsync(TestModel candidate, SimulationClock clock, ulong seed, int most = 30_000, RolloutPlan? plan = null)
    {
        await using var store = new InMemoryEventStore();
        var control = new TestModel(candidate.Schema) { Always = 1 };
        var pipeline = Shop.Pipeline(control.As("v1"), new CascadeLevel("rules", new TestModel(candidate.Schema) { Always = 1 }.As("r1")));
        RolloutMetric<Payment, Verdict>[] metrics =
        [
            RolloutMetric<Payment, Verdict>.ScoreTime, RolloutMetric<Payment, Verdict>.Fallback,
            new("squared error") { OfScore = (score, label) => (score - label) * (score - label) },
        ];
        await using var system = await ServedSystem<Payment, Verdict>.StartAsync(
            Shop.Replay(store, clock, pipeline, candidate.Schema.Count) with { Rollout = plan ?? s_plan, RolloutMetrics = metrics });
        await system.StartRolloutAsync(candidate.As("v2"));
        var stream = new Seed(seed).Stream();
        for (var i = 0; i < most && system.Rollout!.State == RolloutState.Running; i++)
        {
            clock.Now = Shop.Start.AddSeconds(i);
            await system.DecideAsync(new Payment($"p{i}", clock.Now, $"card{stream.NextInt(5000)}", 1));
            if (i >= 600)
                await system.AcceptAsync([new Chargeback($"c{i}", clock.Now, $"p{i - 600}", stream.NextBool(0.5) ? 1 : 0)]);
            if (i % 50 == 0)
                await system.AdvanceRolloutAsync();
        }

        await system.DrainAsync();
        return (system.Rollout!, await store.ReadAllAsync());
    }

    private static readonly Data.Training.FeatureSchema s_schema = new CountingFeatures(3).Schema;

    [Fact]
    public async Task An_equal_candidate_is_promoted_to_all_units()
    {
        var (rollout, log) = await RunAsync(new TestModel(s_schema) { Always = 1 }, new SimulationClock(Shop.Start), 1);
        Assert.Equal(RolloutState.Completed, rollout.State);
        Assert.Equal(["started", "promoted", "promoted", "completed"], rollout.History.Select(s => s.Outcome).Where(o => o != "held"));
        Assert.Equal(rollout.History, log.Where(e => e.Event.Type == "Rollout").Select(e => RolloutStep.FromRecord(e.Event)));
    }

    [Fact]
    public async Task A_worse_candidate_is_rolled_back_in_the_shadow_where_it_did_no_harm()
    {
        var (rollout, log) = await RunAsync(new TestModel(s_schema) { Always = 3 }, new SimulationClock(Shop.Start), 2);
        Assert.Equal((RolloutState.RolledBack, "shadow"), (rollout.State, rollout.History[^1].Step));
        Assert.StartsWith("squared error is harmed", rollout.History[^1].Reason, StringComparison.Ordinal);
        Assert.All(log.Where(e => e.Event.Type == "Decision"), e => Assert.Equal("v1", Shop.Contract.Read(e.Event).ModelVersion));
    }

    [Fact]
    public async Task A_broken_candidate_is_rolled_back_by_its_breaker()
    {
        var (rollout, _) = await RunAsync(new TestModel(s_schema) { Always = double.NaN }, new SimulationClock(Shop.Start), 3);
        Assert.Equal(RolloutState.RolledBack, rollout.State);
        Assert.Contains("the breaker of v2 is open", rollout.History[^1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slow_candidate_is_rolled_back_by_its_latency()
    {
        var clock = new SimulationClock(Shop.Start);
        var jitter = new Seed(8).Stream();
        var (rollout, _) = await RunAsync(new TestModel(s_schema) { Always = 1, Before = () => clock.Spend(TimeSpan.FromMilliseconds(5 + jitter.NextDouble())) }, clock, 4);
        Assert.Equal(RolloutState.RolledBack, rollout.State);
        Assert.StartsWith("score time is harmed", rollout.History[^1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Equal_candidates_are_rarely_rolled_back()
    {
        var rolledBack = 0;
        for (var run = 0UL; run < 20; run++)
        {
            var (rollout, _) = await RunAsync(new TestModel(s_schema) { Always = 1 }, new SimulationClock(Shop.Start), 100 + run, most: 4000,
                new RolloutPlan([new RolloutStage("canary", 0.5) { MinOutcomes = 1200 }], [new Guardrail("squared error", Harm.More)]));
            rolledBack += rollout.State == RolloutState.RolledBack ? 1 : 0;
        }

        // 5 % are promised; 5 or more of 20 come once in 400 suites where it is kept exactly.
        Assert.InRange(rolledBack, 0, 4);
    }
}
