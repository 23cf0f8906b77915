using Bellwether.Evaluation.Intervals;
using Bellwether.Evaluation.Metrics;
using Bellwether.Numerics;
using Bellwether.Numerics.Distributions;

namespace Bellwether.Evaluation.Slices;

/// <summary>A metric by slice: where a model that is good on the whole is not.</summary>
/// <param name="Metric">What was measured.</param>
/// <param name="Overall">The metric on all rows.</param>
/// <param name="Slices">By falling support, then by name.</param>
/// <param name="Worst">The slice with the worst value among those of enough support; null when there is none.</param>
public sealed record SliceReport(Metric Metric, Estimate Overall, IReadOnlyList<SliceResult> Slices, SliceResult? Worst)
{
    /// <summary>Measures every slice, and tests its gap to the rest.</summary>
    /// <param name="metric">What to measure.</param>
    /// <param name="scores">Scores (n).</param>
    /// <param name="labels">Labels (n).</param>
    /// <param name="slices">The slice (n) of each row; each row belongs to one.</param>
    /// <param name="weights">Weights (n), or empty.</param>
    /// <param name="evaluator">How to make intervals; the default one when null.</param>
    /// <param name="minimumSupport">Slices with fewer rows are listed but not tested and cannot be the worst.</param>
    /// <remarks>The gap's test is a z-test from the standard errors of the slice and of the rest, which are independent samples;
    /// the rest gets at most 200 resamples, which is enough for a standard error.</remarks>
    /// <exception cref="ArgumentException">The input is not fit for the metric.</exception>
    public static SliceReport Of(Metric metric, ReadOnlySpan<double> scores, ReadOnlySpan<double> labels, ReadOnlySpan<string> slices,
        ReadOnlySpan<double> weights = default, Evaluator? evaluator = null, int minimumSupport = 30)
    {
        Require.SameLength(scores.Length, slices.Length, nameof(slices));
        evaluator ??= new Evaluator();
        var overall = evaluator.Estimate(metric, scores, labels, weights);
        var members = new SortedDictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < slices.Length; i++)
        {
            if (!members.TryGetValue(slices[i], out var list))
                members.Add(slices[i], list = []);
            list.Add(i);
        }

        var quick = evaluator with { Bootstrap = evaluator.Bootstrap with { Resamples = Math.Min(200, evaluator.Bootstrap.Resamples), BiasCorrected = false } };
        var results = new List<SliceResult>();
        foreach (var (name, inside) in members)
        {
            var belongs = new bool[slices.Length];
            foreach (var row in inside)
                belongs[row] = true;
            var slice = Pick(scores, labels, weights, belongs, true);
            var estimate = evaluator.Estimate(metric, slice);
            var tested = inside.Count >= minimumSupport && inside.Count < slices.Length;
            var rest = tested ? quick.Estimate(metric, Pick(scores, labels, weights, belongs, false)) : null;
            var gap = rest is null ? double.NaN : (rest.Value - estimate.Value) * (metric.HigherIsBetter ? 1 : -1);
            results.Add(new SliceResult(name, inside.Count, slice.Positives, estimate, rest?.Value ?? double.NaN, gap, PValue(gap, estimate, rest)));
        }

        var ordered = Holm(results).OrderByDescending(s => s.Support).ThenBy(s => s.Slice, StringComparer.Ordinal).ToArray();
        var worst = ordered.Where(s => s.Support >= minimumSupport && !double.IsNaN(s.Estimate.Value))
            .OrderBy(s => metric.HigherIsBetter ? s.Estimate.Value : -s.Estimate.Value).FirstOrDefault();
        return new SliceReport(metric, overall, ordered, worst);
    }

    private static ScoredRows Pick(ReadOnlySpan<double> scores, ReadOnlySpan<double> labels, ReadOnlySpan<double> weights, bool[] belongs, bool wanted)
    {
        List<double> s = [], y = [], w = [];
        for (var i = 0; i < belongs.Length; i++)
        {
            if (belongs[i] != wanted)
                continue;
            s.Add(scores[i]);
            y.Add(labels[i]);
            if (!weights.IsEmpty)
                w.Add(weights[i]);
        }

        return new ScoredRows(s.ToArray(), y.ToArray(), w.ToArray());
    }

    private static double PValue(double gap, Estimate slice, Estimate? rest)
    {
        if (rest is null || double.IsNaN(gap))
            return double.NaN;
        var error = Math.Sqrt((slice.StandardError * slice.StandardError) + (rest.StandardError * rest.StandardError));
        return error > 0 ? Normal.TwoSidedPValue(gap / error) : double.NaN;
    }

    private static IEnumerable<SliceResult> Holm(List<SliceResult> results)
    {
        var tested = results.Where(r => !double.IsNaN(r.PValue)).OrderBy(r => r.PValue).ToArray();
        var corrected = new Dictionary<string, double>(StringComparer.Ordinal);
        var floor = 0.0;
        for (var i = 0; i < tested.Length; i++)
            corrected[tested[i].Slice] = floor = Math.Max(floor, Math.Min(1, tested[i].PValue * (tested.Length - i)));
        return results.Select(r => corrected.TryGetValue(r.Slice, out var p) ? r with { PValue = p } : r);
    }
}
