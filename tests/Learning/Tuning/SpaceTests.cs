using Bellwether.Learning.Tuning;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Tuning;

public sealed class SpaceTests
{
    private static readonly Parameter<double> s_rate = Space.LogUniform("rate", 1e-3, 1);
    private static readonly Parameter<int> s_leaves = Space.LogInt("leaves", 2, 64), s_depth = Space.Int("depth", -1, 3);
    private static readonly Parameter<string> s_loss = Space.Choice("loss", "squared", "absolute", "huber");
    private static readonly Parameter<double> s_share = Space.Uniform("share", 0.5, 1);
    private static readonly SearchSpace<string> s_space = new("all", p => $"{p.Get(s_loss)}", s_rate, s_leaves, s_depth, s_loss, s_share);

    private static SearchState State(ulong seed = 1) => new(s_space.Parameters, [], Goal.Minimize, new Seed(seed));

    [Fact]
    public void Drawn_values_lie_in_their_ranges_and_reach_all_of_them()
    {
        var points = Enumerable.Range(0, 20_000).Select(i => State().Draw(i)).ToArray();
        Assert.All(points, p => Assert.InRange(p.Get(s_rate), 1e-3, 1));
        Assert.InRange(points.Average(p => Math.Log10(p.Get(s_rate))), -1.52, -1.48);
        Assert.InRange(points.Average(p => p.Get(s_share)), 0.745, 0.755);
        Assert.Equal([-1, 0, 1, 2, 3], points.Select(p => p.Get(s_depth)).Distinct().Order());
        Assert.All(points.GroupBy(p => p.Get(s_depth)), g => Assert.InRange(g.Count() / 20_000.0, 0.185, 0.215));
        Assert.Equal((2, 64), (points.Min(p => p.Get(s_leaves)), points.Max(p => p.Get(s_leaves))));
        Assert.All(points.GroupBy(p => p.Get(s_loss)), g => Assert.InRange(g.Count() / 20_000.0, 0.315, 0.35));
    }

    [Fact]
    public void A_grid_is_every_combination_once()
    {
        var grid = new GridSearch(3);
        var points = grid.Next(State()).Select(p => p.Point).ToArray();
        Assert.Equal(3 * 3 * 3 * 3 * 3, points.Length);
        Assert.Equal(points.Length, points.Distinct().Count());
        Assert.Equal(points.Length, grid.MostTrials(s_space.Parameters));
        Assert.Equal([1e-3, 0.0316227766, 1], points.Select(p => Math.Round(p.Get(s_rate), 10)).Distinct().Order());
        Assert.Equal([-1, 1, 3], points.Select(p => p.Get(s_depth)).Distinct().Order());
        Assert.Throws<ArgumentException>(() => new GridSearch(100).MostTrials([s_rate, s_share, Space.Uniform("a", 0, 1), Space.Uniform("b", 0, 1)]));
    }

    [Fact]
    public void Points_say_what_they_are_and_refuse_parameters_of_others()
    {
        var point = State().Draw(3);
        Assert.Contains("loss ", point.ToString(), StringComparison.Ordinal);
        Assert.Equal(["rate", "leaves", "depth", "loss", "share"], point.Texts.Select(t => t.Key));
        Assert.Equal(point, State().Draw(3));
        Assert.NotEqual(point, State(2).Draw(3));
        Assert.Throws<ArgumentException>(() => point.Get(Space.Int("depth", -1, 3)));
    }

    [Fact]
    public void Ranges_that_are_none_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Space.Uniform("x", 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Space.LogUniform("x", 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Space.LogInt("x", 0, 9));
        Assert.Throws<ArgumentOutOfRangeException>(() => Space.Uniform("x", 0, double.NaN));
        Assert.Throws<ArgumentException>(() => Space.Choice<int>("x"));
        Assert.Throws<ArgumentException>(() => new SearchSpace<int>("s", _ => 1, s_rate, Space.Int("rate", 0, 1)));
    }

    /// <summary>The density that TPE compares is one: over a grid of whole numbers and choices its masses add up to 1.</summary>
    [Fact]
    public void A_parzen_density_adds_up_to_one_and_peaks_where_points_are()
    {
        Parameter[] parameters = [Space.Int("leaves", 2, 64), s_loss];
        var density = new ParzenDensity(parameters, [[10, 1], [12, 1], [40, 2]]);
        var masses = (from leaves in Enumerable.Range(2, 63) from loss in Enumerable.Range(0, 3) select (Leaves: leaves, Loss: loss, Mass: Math.Exp(density.LogDensity([leaves, loss])))).ToArray();
        Assert.Equal(1, masses.Sum(m => m.Mass), 1e-9);
        Assert.Equal(1, masses.MaxBy(m => m.Mass).Loss);
        Assert.InRange(masses.MaxBy(m => m.Mass).Leaves, 8, 14);
        var stream = new Seed(4).Stream();
        var drawn = Enumerable.Range(0, 20_000).Select(_ => density.Draw(stream)).ToArray();
        foreach (var loss in Enumerable.Range(0, 3))
            Assert.Equal(masses.Where(m => m.Loss == loss).Sum(m => m.Mass), drawn.Count(d => d[1] == loss) / 20_000.0, 0.015);
        Assert.Equal(masses.Where(m => m.Leaves <= 12).Sum(m => m.Mass), drawn.Count(d => d[0] <= 12) / 20_000.0, 0.015);
    }

    [Fact]
    public void A_parzen_density_of_numbers_integrates_to_one()
    {
        var density = new ParzenDensity([s_share], [[0.5], [0.9], [1]]);
        Assert.Equal(1, Enumerable.Range(0, 20_000).Sum(i => Math.Exp(density.LogDensity([0.5 + ((i + 0.5) / 40_000)])) / 40_000), 1e-6);
    }
}
