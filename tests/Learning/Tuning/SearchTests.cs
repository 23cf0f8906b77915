using Bellwether.Learning.Tuning;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Tuning;

public sealed class SearchTests
{
    private static readonly Parameter<double> s_x = Space.Uniform("x", -5, 10), s_y = Space.Uniform("y", 0, 15);
    private static readonly Parameter<double> s_rate = Space.LogUniform("rate", 1e-4, 1);
    private static readonly Parameter<int> s_size = Space.LogInt("size", 1, 256);
    private static readonly Parameter<string> s_kind = Space.Choice("kind", "a", "b", "c", "d");

    /// <summary>Branin's function, least 0.3979.</summary>
    private static readonly SearchSpace<double> s_branin = new("branin", p =>
    {
        var (x, y) = (p.Get(s_x), p.Get(s_y));
        return Math.Pow(y - (5.1 / (4 * Math.PI * Math.PI) * x * x) + (5 / Math.PI * x) - 6, 2) + (10 * (1 - (1 / (8 * Math.PI))) * Math.Cos(x)) + 10;
    }, s_x, s_y);

    /// <summary>Like a learner: a rate and a size that must suit each other, and a kind of which one is best.</summary>
    private static readonly SearchSpace<double> s_mixed = new("mixed", p =>
        Math.Pow(Math.Log10(p.Get(s_rate)) + 1.5, 2) + Math.Pow(Math.Log2(p.Get(s_size)) - 5 + Math.Log10(p.Get(s_rate)), 2) / 4 + (p.Get(s_kind) == "c" ? 0 : 1), s_rate, s_size, s_kind);

    private static readonly SearchSpace<double> s_hartmann = Hartmann();

    public static TheoryData<string> Functions => ["branin", "mixed", "hartmann"];

    private static SearchSpace<double> Function(string name) => name switch { "branin" => s_branin, "mixed" => s_mixed, _ => s_hartmann };

    /// <summary>Of 40 pairs with the same seed TPE must win 28: by chance that happens once in 100 times.</summary>
    [Theory, MemberData(nameof(Functions))]
    public async Task Tpe_finds_better_points_than_random_search_in_as_many_trials(string name)
    {
        var wins = 0;
        for (var seed = 0UL; seed < 40; seed++)
            wins += await BestAsync(Function(name), new TpeSearch(60), seed) < await BestAsync(Function(name), new RandomSearch(60), seed) ? 1 : 0;
        Assert.True(wins >= 28, $"TPE must win at least 28 of 40, but won {wins}.");
    }

    [Theory]
    [InlineData(27, 4, 3), InlineData(10, 3, 2), InlineData(81, 5, 3), InlineData(4, 1, 3), InlineData(5, 4, 3)]
    public async Task Successive_halving_spends_exactly_its_budget(int candidates, int rungs, int eta)
    {
        var search = new SuccessiveHalving(candidates) { Rungs = rungs, Eta = eta };
        var spent = 0.0;
        var result = await new Study<double>(s_branin, search, (value, run) =>
        {
            lock (search)
                spent += run.RowShare;
            return new TrialScore(value);
        }) { Threads = 3 }.RunAsync();
        Assert.Equal(search.Cost, result.Trials.Sum(t => t.Share), 1e-12);
        Assert.Equal(search.Cost, spent, 1e-9);
        Assert.Equal(search.MostTrials(s_branin.Parameters), result.Trials.Count);
        Assert.Equal(candidates, result.Trials.Count(t => t.Share == result.Trials[0].Share || rungs == 1));
        Assert.Equal(1, result.Best.Share);
        // The best of each rung are those that go on.
        foreach (var rung in result.Trials.GroupBy(t => t.Share).OrderBy(g => g.Key).Skip(1))
            Assert.Equal(
                result.Trials.Where(t => Math.Abs((t.Share * eta) - rung.Key) < 1e-9).OrderBy(t => t.Score!.Value).Take(rung.Count()).Select(t => t.Point.ToString()).ToHashSet(),
                [.. rung.Select(t => t.Point.ToString())]);
    }

    /// <summary>Hyperband with R = 81 and η = 3 has the brackets of its paper's algorithm 1.</summary>
    [Fact]
    public async Task Hyperband_has_the_brackets_of_the_paper()
    {
        var search = new Hyperband { Rungs = 5 };
        var result = await new Study<double>(s_branin, search, (value, _) => new TrialScore(value)).RunAsync();
        var expected = new (int Size, int Units)[][]
        {
            [(81, 1), (27, 3), (9, 9), (3, 27), (1, 81)], [(34, 3), (11, 9), (3, 27), (1, 81)], [(15, 9), (5, 27), (1, 81)], [(8, 27), (2, 81)], [(5, 81)],
        };
        Assert.Equal(expected.SelectMany(b => b.SelectMany(r => Enumerable.Repeat(r.Units, r.Size))), result.Trials.Select(t => (int)Math.Round(t.Share * 81)));
        Assert.Equal(search.Cost, result.Trials.Sum(t => t.Share), 1e-9);
    }

    [Fact]
    public async Task Halving_goes_on_without_trials_that_failed()
    {
        var result = await new Study<double>(s_branin, new SuccessiveHalving(9) { Rungs = 3 }, (value, run) =>
            value > 40 ? throw new Data.Models.TrainingException("it must be small") : new TrialScore(value)) { Seed = new Seed(3) }.RunAsync();
        Assert.Contains(result.Trials, t => t.Status == TrialStatus.Failed);
        Assert.All(result.Trials.Where(t => t.Share > result.Trials[0].Share), t => Assert.Equal(TrialStatus.Succeeded, t.Status));
    }

    [Fact]
    public async Task Searches_find_the_highest_when_asked_to()
    {
        foreach (var search in new ISearch[] { new TpeSearch(40), new RandomSearch(40), new GridSearch(6), new SuccessiveHalving(9), new Hyperband { Rungs = 3 } })
        {
            var result = await new Study<double>(s_branin, search, (value, _) => new TrialScore(-value)) { Goal = Goal.Maximize }.RunAsync();
            var full = result.Trials.Where(t => t.Share == 1);
            Assert.Equal(full.Max(t => t.Score!.Value), result.Best.Score!.Value);
            Assert.Equal(-result.Candidate, result.Best.Score.Value);
        }
    }

    private static async Task<double> BestAsync(SearchSpace<double> space, ISearch search, ulong seed) =>
        (await new Study<double>(space, search, (value, _) => new TrialScore(value)) { Seed = new Seed(seed) }.RunAsync()).Best.Score!.Value;

    /// <summary>Hartmann's function of six numbers, least -3.322.</summary>
    private static SearchSpace<double> Hartmann()
    {
        double[] alpha = [1, 1.2, 3, 3.2];
        double[][] a = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]];
        double[][] centre = [[1312, 1696, 5569, 124, 8283, 5886], [2329, 4135, 8307, 3736, 1004, 9991], [2348, 1451, 3522, 2883, 3047, 6650], [4047, 8828, 8732, 5743, 1091, 381]];
        var parameters = Enumerable.Range(0, 6).Select(i => Space.Uniform($"x{i}", 0, 1)).ToArray();
        return new SearchSpace<double>("hartmann", p => -Enumerable.Range(0, 4).Sum(k =>
            alpha[k] * Math.Exp(-Enumerable.Range(0, 6).Sum(j => a[k][j] * Math.Pow(p.Get(parameters[j]) - (centre[k][j] / 10_000), 2)))), parameters);
    }
}
