using Bellwether.Data.Models;
using Bellwether.Learning.Tuning;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Tuning;

public sealed class StudyTests
{
    private static readonly Parameter<double> s_x = Space.Uniform("x", 0, 1);
    private static readonly SearchSpace<double> s_space = new("x", p => p.Get(s_x), s_x);

    private static readonly Dictionary<string, ISearch> s_searches = new()
    {
        ["grid"] = new GridSearch(12), ["random"] = new RandomSearch(15), ["tpe"] = new TpeSearch(24) { Startup = 5 }, ["halving"] = new SuccessiveHalving(9), ["hyperband"] = new Hyperband { Rungs = 3 },
    };

    public static TheoryData<string> Searches => [.. s_searches.Keys];

    [Fact]
    public void Every_search_is_tested() =>
        Assert.Equal(typeof(ISearch).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(ISearch)) && !t.IsAbstract).ToHashSet(), s_searches.Values.Select(s => s.GetType()).ToHashSet());

    [Theory, MemberData(nameof(Searches))]
    public async Task Trials_are_the_same_at_any_number_of_threads(string search)
    {
        async Task<string> Run(int threads, ulong seed = 7)
        {
            var log = new ListLog();
            var result = await new Study<double>(s_space, s_searches[search], (x, run) =>
            {
                Thread.SpinWait((int)(x * 20_000)); // so that trials end in another order than they began
                return new TrialScore(Math.Abs(x - 0.3) + run.Seed.Stream().NextDouble(0, 0.01));
            }) { Threads = threads, Log = log, Seed = new Seed(seed) }.RunAsync();
            Assert.Equal(result.Trials, log.Trials);
            Assert.Equal(Enumerable.Range(0, result.Trials.Count), result.Trials.Select(t => t.Number));
            return string.Join('\n', result.Trials.Select(t => $"{t.Number} {t.Point.Numbers[0]:R} {t.Share:R} {t.Seed} {t.Score} {t.Status}")) + result.Best.Number;
        }

        var first = await Run(1);
        Assert.Equal(first, await Run(2));
        Assert.Equal(first, await Run(3));
        if (search != "grid")
            Assert.NotEqual(first, await Run(1, seed: 8));
    }

    [Theory, MemberData(nameof(Searches))]
    public async Task A_study_stops_when_asked_and_what_had_ended_is_kept(string search)
    {
        using var source = new CancellationTokenSource();
        var (log, began) = (new ListLog(), 0);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new Study<double>(s_space, s_searches[search], (x, run) =>
        {
            if (Interlocked.Increment(ref began) == 4)
                source.Cancel();
            run.CancellationToken.ThrowIfCancellationRequested();
            return new TrialScore(x);
        }) { Log = log }.RunAsync(source.Token));
        Assert.Equal(4, began);
        Assert.Equal(3, log.Trials.Count);
    }

    [Theory, MemberData(nameof(Searches))]
    public async Task A_time_budget_ends_a_study_with_the_best_until_then(string search)
    {
        var (clock, log, began) = (new StillTime(), new ListLog(), 0);
        var result = await new Study<double>(s_space, s_searches[search], (x, run) =>
        {
            began++;
            clock.Move(TimeSpan.FromSeconds(1));
            run.CancellationToken.ThrowIfCancellationRequested();
            return new TrialScore(x);
        }) { TimeBudget = TimeSpan.FromSeconds(3.5), Clock = clock, Log = log }.RunAsync();
        Assert.True(result.IsOutOfTime);
        Assert.Equal(4, began);
        Assert.Equal([TrialStatus.Succeeded, TrialStatus.Succeeded, TrialStatus.Succeeded, TrialStatus.OutOfTime], result.Trials.Select(t => t.Status));
        Assert.All(result.Trials, t => Assert.Equal(1, t.Seconds));
        Assert.Equal(4, log.Trials.Count);
        Assert.Equal(result.Trials.Take(3).Min(t => t.Score!.Value), result.Best.Score!.Value);
    }

    [Fact]
    public async Task A_time_budget_that_ends_before_the_first_trial_says_so()
    {
        var clock = new StillTime();
        var error = await Assert.ThrowsAsync<TrainingException>(() => new Study<double>(s_space, new RandomSearch(3), (x, run) =>
        {
            clock.Move(TimeSpan.FromSeconds(9));
            run.CancellationToken.ThrowIfCancellationRequested();
            return new TrialScore(x);
        }) { TimeBudget = TimeSpan.FromSeconds(3), Clock = clock }.RunAsync());
        Assert.Contains("time budget was up", error.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Searches))]
    public async Task When_all_trials_fail_the_error_says_why(string search)
    {
        var error = await Assert.ThrowsAsync<TrainingException>(() =>
            new Study<double>(s_space, s_searches[search], (_, _) => throw new TrainingException("rows must not be sour.")).RunAsync());
        Assert.Contains("none of", error.Message, StringComparison.Ordinal);
        Assert.Contains("rows must not be sour", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trials_that_fail_or_break_a_limit_are_kept_and_never_the_best()
    {
        var result = await new Study<double>(s_space, new GridSearch(5), (x, _) => x switch
        {
            0 => throw new TrainingException("x must be above 0"),
            0.25 => new TrialScore(double.NaN),
            0.5 => new TrialScore(x) { Rejected = "too slow" },
            _ => new TrialScore(x),
        }).RunAsync();
        Assert.Equal([TrialStatus.Failed, TrialStatus.Failed, TrialStatus.Rejected, TrialStatus.Succeeded, TrialStatus.Succeeded], result.Trials.Select(t => t.Status));
        Assert.Equal(["x must be above 0", "The score of a trial must be finite, but is NaN.", "too slow", null, null], result.Trials.Select(t => t.Error));
        Assert.Equal(0.75, result.Best.Score!.Value);
        Assert.Equal(0.5, result.Trials[2].Score!.Value);
    }

    [Fact]
    public async Task A_fault_that_is_no_fault_of_the_candidate_ends_the_study() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => new Study<double>(s_space, new RandomSearch(3), (_, _) => throw new InvalidOperationException("a bug")).RunAsync());

    [Theory]
    [InlineData(100, 30, 8, 3), InlineData(100, 100, 8, 1), InlineData(1000, 1, 2, 2)]
    public async Task No_more_trials_run_side_by_side_than_the_memory_budget_holds(long budget, long each, int threads, int most)
    {
        var (running, peak, gate, inner) = (0, 0, new Lock(), 0);
        await new Study<double>(s_space, new RandomSearch(40), (x, run) =>
        {
            lock (gate)
            {
                peak = Math.Max(peak, ++running);
                inner = Math.Max(inner, run.Threads);
            }

            Thread.SpinWait(200_000);
            lock (gate)
                running--;
            return new TrialScore(x);
        }) { Threads = threads, MemoryBudget = budget, TrialMemory = each }.RunAsync();
        Assert.InRange(peak, 1, most);
        Assert.Equal(Math.Max(1, threads / most), inner);
        await Assert.ThrowsAsync<TrainingException>(() => new Study<double>(s_space, new RandomSearch(4), (x, _) => new TrialScore(x)) { MemoryBudget = 10, TrialMemory = 11 }.RunAsync());
    }

    [Fact]
    public async Task A_candidate_that_can_be_made_cheaper_is_and_then_learns_from_all_rows()
    {
        var shares = new SortedSet<double>();
        var space = new SearchSpace<(double X, double Share)>("x", p => (p.Get(s_x), 1), s_x) { AtShare = (c, share) => (c.X, share) };
        var result = await new Study<(double X, double Share)>(space, new SuccessiveHalving(9) { Rungs = 3 }, (c, run) =>
        {
            Assert.Equal(1, run.RowShare);
            shares.Add(c.Share);
            return new TrialScore(c.X);
        }).RunAsync();
        Assert.Equal([1 / 9.0, 1 / 3.0, 1], shares);
        Assert.Equal(1, result.Candidate.Share);
    }

    [Fact]
    public async Task A_space_without_parameters_is_tried_once()
    {
        var result = await new Study<int>(new SearchSpace<int>("four", _ => 4), new TpeSearch(30), (v, _) => new TrialScore(v)).RunAsync();
        Assert.Equal(4, Assert.Single(result.Trials).Score!.Value);
        Assert.Equal("as it is", result.Best.Point.ToString());
    }
}
