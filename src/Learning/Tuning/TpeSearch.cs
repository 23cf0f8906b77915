using Bellwether.Numerics;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tuning;

/// <summary>Tree-structured Parzen estimator: proposes points that are likely among the good trials and unlikely among the rest.</summary>
/// <remarks>
/// <para>Bergstra, Bardenet, Bengio and Kégl, "Algorithms for hyper-parameter optimization", 2011; multivariate, with the bandwidths, weights and
/// split of Optuna's TPESampler (Watanabe, "Tree-structured Parzen estimator", 2023): a tenth of the trials, at most 25, are good; each
/// density is a mixture of truncated normals (and smoothed categories) around its trials and one broad prior; trials before the latest
/// 25 fade. A trial that failed is among the rest.</para>
/// <para>Points of a batch are judged side by side; each counts as bad for those after it, so that they spread (Ginsbourger's constant
/// liar). The batch, not the number of threads, decides what is known when a point is chosen.</para>
/// </remarks>
/// <param name="Trials">How many, at least 1.</param>
public sealed record TpeSearch(int Trials = 50) : ISearch
{
    /// <summary>How many, at least 1.</summary>
    public int Trials { get; init => field = Require.Positive(value); } = Require.Positive(Trials);

    /// <summary>How many points are drawn evenly before densities are worth anything.</summary>
    public int Startup { get; init => field = Require.Positive(value); } = 10;

    /// <summary>How many points are proposed at once: more keeps more threads busy, fewer learns more from each trial.</summary>
    public int Batch { get; init => field = Require.Positive(value); } = 4;

    /// <summary>How many points are drawn from the good density, of which the one with the largest ratio of densities is taken.</summary>
    public int Candidates { get; init => field = Require.Positive(value); } = 24;

    /// <inheritdoc/>
    public string Name => "tpe";

    /// <inheritdoc/>
    public int MostTrials(IReadOnlyList<Parameter> parameters) => Trials;

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Next(SearchState state)
    {
        var (done, proposals) = (state.Trials.Count, new List<Proposal>());
        if (done < Startup)
        {
            while (done + proposals.Count < Math.Min(Startup, Trials))
                proposals.Add(new Proposal(state.Draw(done + proposals.Count)));
            return proposals;
        }

        Trial[] ranked = [.. state.Trials.OrderBy(t => t.Loss(state.Goal)).ThenBy(t => t.Number)];
        var good = Math.Min(Math.Min((int)Math.Ceiling(0.1 * done), 25), ranked.Count(t => t.Status == TrialStatus.Succeeded));
        var below = new ParzenDensity(state.Parameters, Numbers(ranked.Take(good)));
        var rest = Numbers(ranked.Skip(good));
        while (proposals.Count < Batch && done + proposals.Count < Trials)
        {
            var above = new ParzenDensity(state.Parameters, [.. rest, .. proposals.Select(p => p.Point.Numbers.ToArray())]);
            proposals.Add(new Proposal(new Point(state.Parameters, Choose(below, above, state.Seed.Derive("tpe").Derive(done + proposals.Count)))));
        }

        return proposals;
    }

    private double[] Choose(ParzenDensity good, ParzenDensity rest, Seed seed)
    {
        var (stream, best, bestRatio) = (seed.Stream(), Array.Empty<double>(), double.NegativeInfinity);
        for (var i = 0; i < Candidates; i++)
        {
            var drawn = good.Draw(stream);
            var ratio = good.LogDensity(drawn) - rest.LogDensity(drawn);
            if (i == 0 || ratio > bestRatio)
                (best, bestRatio) = (drawn, ratio);
        }

        return best;
    }

    private static double[][] Numbers(IEnumerable<Trial> trials) => [.. trials.OrderBy(t => t.Number).Select(t => t.Point.Numbers.ToArray())];
}
