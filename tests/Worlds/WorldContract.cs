using Bellwether.Numerics.Random;

namespace Bellwether.Worlds.Tests;

/// <summary>The laws that every world keeps.</summary>
public abstract class WorldContract<TRequest, TAction, TOutcome>
    where TRequest : class
    where TOutcome : class
{
    private const int Days = 6;

    protected abstract IWorld<TRequest, TAction, TOutcome> Create(Seed seed, params PlantedFault[] faults);

    /// <summary>Some action that is not always the best, chosen by the request alone.</summary>
    protected abstract TAction Whim(TRequest request);

    protected abstract IReadOnlyList<TAction> Choices(TRequest request);

    protected abstract (string Id, DateTimeOffset Time) Of(TRequest request);

    protected abstract (string Id, DateTimeOffset Time) Of(TOutcome outcome);

    /// <summary>The request without what a NullField fault may take away.</summary>
    protected abstract TRequest Without(TRequest request, string field);

    protected abstract IReadOnlyList<string> FieldsThatMayBeNull { get; }

    [Fact]
    public void Same_seed_and_actions_give_the_same_steps() => Assert.Equal(Live(Create(new Seed(7))), Live(Create(new Seed(7))));

    [Fact]
    public void Another_seed_gives_other_steps() => Assert.NotEqual(Live(Create(new Seed(7))).Take(50), Live(Create(new Seed(8))).Take(50));

    [Fact]
    public void Steps_do_not_depend_on_how_far_one_asks_at_a_time()
    {
        var whole = Live(Create(new Seed(3)));
        var world = Create(new Seed(3));
        var pieces = new List<WorldStep<TRequest, TOutcome>>();
        for (var until = world.Start; until < world.Start.AddDays(Days); until = until.AddMinutes(37))
            pieces.AddRange(Live(world, until));
        pieces.AddRange(Live(world, world.Start.AddDays(Days)));
        Assert.Equal(whole, pieces);
    }

    [Fact]
    public void Time_only_moves_forward_and_stays_before_the_limit()
    {
        var world = Create(new Seed(1));
        var steps = Live(world);
        Assert.NotEmpty(steps);
        Assert.True(steps[0].Time >= world.Start);
        Assert.True(steps[^1].Time < world.Start.AddDays(Days));
        for (var i = 1; i < steps.Count; i++)
            Assert.True(steps[i].Time >= steps[i - 1].Time, $"step {i} goes back in time");
    }

    [Fact]
    public void Every_step_is_a_request_or_an_outcome_at_its_own_time() => Assert.All(Live(Create(new Seed(2))), step =>
    {
        Assert.True(step.Request is null != step.Outcome is null);
        Assert.Equal(step.Time, step.Request is { } request ? Of(request).Time : Of(step.Outcome!).Time);
    });

    [Fact]
    public void Requests_have_unique_ids()
    {
        var ids = Live(Create(new Seed(2))).Where(s => s.Request is not null).Select(s => Of(s.Request!).Id).ToList();
        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Outcomes_come_after_their_request()
    {
        var asked = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var outcomes = 0;
        foreach (var step in Live(Create(new Seed(4))))
        {
            if (step.Request is { } request)
            {
                asked.Add(Of(request).Id, Of(request).Time);
                continue;
            }

            outcomes++;
            Assert.True(asked.TryGetValue(Of(step.Outcome!).Id, out var at), "an outcome about nothing");
            Assert.True(Of(step.Outcome!).Time > at);
        }

        Assert.True(outcomes > 0);
    }

    [Fact]
    public void Nothing_is_worth_more_than_the_optimal_action() => Assert.All(Requests(Create(new Seed(5)), out var world).Take(3000), request =>
    {
        var best = world.Utility(request, world.Optimal(request));
        Assert.True(double.IsFinite(best));
        Assert.Equal(0, best - world.Utility(request, world.Optimal(request)));
        foreach (var choice in Choices(request))
            Assert.True(world.Utility(request, choice) <= best + 1e-9, $"{choice} is worth more than {world.Optimal(request)}");
    });

    [Fact]
    public void Utility_does_not_change_with_time_or_asking()
    {
        var world = Create(new Seed(5));
        var first = new List<(TRequest Request, double Utility)>();
        while (world.Next(world.Start.AddDays(2)) is { } step)
        {
            if (step.Request is not { } request)
                continue;
            first.Add((request, world.Utility(request, Whim(request))));
            world.Act(request, Whim(request));
        }

        Assert.All(first, p => Assert.Equal(p.Utility, world.Utility(p.Request, Whim(p.Request))));
    }

    [Fact]
    public void The_world_waits_for_an_action()
    {
        var world = Create(new Seed(1));
        var request = world.Next(world.Start.AddDays(1))!.Request!;
        Assert.Contains("call Act", Assert.Throws<InvalidOperationException>(() => world.Next(world.Start.AddDays(1))).Message, StringComparison.Ordinal);
        world.Act(request, Whim(request));
        Assert.Throws<InvalidOperationException>(() => world.Act(request, Whim(request)));
        Assert.NotNull(world.Next(world.Start.AddDays(1)));
    }

    [Fact]
    public void A_field_is_null_exactly_while_its_fault_is_in_force()
    {
        foreach (var field in FieldsThatMayBeNull)
        {
            var fault = new PlantedFault(FaultKind.NullField, TimeSpan.FromHours(30), TimeSpan.FromHours(10), field);
            var whole = Requests(Create(new Seed(6)), out var world);
            var broken = Requests(Create(new Seed(6), fault), out _);
            Assert.Equal(whole.Count, broken.Count);
            for (var i = 0; i < whole.Count; i++)
                Assert.Equal(fault.IsActive(Of(whole[i]).Time - world.Start) ? Without(whole[i], field) : whole[i], broken[i]);
            Assert.Contains(whole, r => !r.Equals(Without(r, field)));
        }
    }

    [Fact]
    public void A_fault_on_a_field_that_cannot_be_null_is_refused() => Assert.Contains("Shoe size", Assert.Throws<ArgumentException>(
        () => Create(new Seed(1), new PlantedFault(FaultKind.NullField, TimeSpan.Zero, null, "Shoe size"))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_fault_before_the_start_is_refused() =>
        Assert.Throws<ArgumentException>(() => Create(new Seed(1), new PlantedFault(FaultKind.Drift, TimeSpan.FromDays(-1))));

    [Theory]
    [InlineData(FaultKind.Drift)]
    [InlineData(FaultKind.NewPattern)]
    public void The_past_does_not_know_of_faults_to_come(FaultKind kind)
    {
        var at = TimeSpan.FromDays(3);
        var calm = Live(Create(new Seed(9)));
        var struck = Live(Create(new Seed(9), new PlantedFault(kind, at)));
        var before = calm.TakeWhile(s => s.Time < Create(new Seed(9)).Start + at).ToList();
        Assert.Equal(before, struck.Take(before.Count));
        Assert.NotEqual(calm, struck);
    }

    [Fact]
    public void Faults_that_the_runner_carries_out_stand_on_the_timetable_and_change_nothing()
    {
        PlantedFault[] faults = [new(FaultKind.Crash, TimeSpan.FromDays(2)), new(FaultKind.SlowModel, TimeSpan.FromDays(1), TimeSpan.FromHours(1))];
        var world = Create(new Seed(9), faults);
        Assert.Equal([faults[1], faults[0]], world.Faults);
        Assert.Equal(Live(Create(new Seed(9))), Live(world));
    }

    [Fact]
    public void Late_outcomes_are_the_same_outcomes_later()
    {
        var prompt = Outcomes(Create(new Seed(10)));
        var late = Outcomes(Create(new Seed(10), new PlantedFault(FaultKind.LabelDelay, TimeSpan.Zero)));
        var early = prompt.Where(o => o.Value < Create(new Seed(10)).Start.AddDays(9)).ToList();
        Assert.NotEmpty(early);
        Assert.All(early, o => Assert.True(late[o.Key] >= o.Value));
        Assert.Contains(early, o => late[o.Key] > o.Value);
    }

    protected List<WorldStep<TRequest, TOutcome>> Live(IWorld<TRequest, TAction, TOutcome> world, DateTimeOffset? until = null)
    {
        var steps = new List<WorldStep<TRequest, TOutcome>>();
        while (world.Next(until ?? world.Start.AddDays(Days)) is { } step)
        {
            steps.Add(step);
            if (step.Request is { } request)
                world.Act(request, Whim(request));
        }

        return steps;
    }

    private List<TRequest> Requests(IWorld<TRequest, TAction, TOutcome> created, out IWorld<TRequest, TAction, TOutcome> world)
    {
        world = created;
        return [.. Live(created).Where(s => s.Request is not null).Select(s => s.Request!)];
    }

    private Dictionary<string, DateTimeOffset> Outcomes(IWorld<TRequest, TAction, TOutcome> world) =>
        Live(world, world.Start.AddDays(40)).Where(s => s.Outcome is not null)
            .GroupBy(s => Of(s.Outcome!).Id, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Max(s => s.Time), StringComparer.Ordinal);
}
