namespace Bellwether.Retrieval.Fusion;

/// <summary>Joins lists by a weighted sum of their scores, normalized first (CombSUM: Fox and Shaw, "Combination of multiple searches", TREC-2, 1994).</summary>
/// <remarks>An item that a list does not have gets 0 from it, under <see cref="ScoreNormalization.ZScore"/> the list's lowest score, so that being absent is not better than being
/// last. O(total length). Of equal scores the item met first, list by list, comes first.</remarks>
public sealed record WeightedFusion
{
    /// <summary>How scores are made comparable; <see cref="ScoreNormalization.MinMax"/> by default.</summary>
    public ScoreNormalization Normalization { get; init; } = ScoreNormalization.MinMax;

    /// <summary>The joined list, the best first.</summary>
    /// <param name="lists">Items with finite scores, in any order. An item that comes twice in a list counts with its best score.</param>
    /// <param name="weights">How much each list counts; all 1 by default.</param>
    /// <exception cref="ArgumentException">There are not as many weights as lists, one is negative or not finite, or a score is not finite.</exception>
    public IReadOnlyList<RankedItem<TId>> Fuse<TId>(IReadOnlyList<IReadOnlyList<RankedItem<TId>>> lists, IReadOnlyList<double>? weights = null) where TId : notnull
    {
        FusionSum.CheckWeights(lists.Count, weights);
        var sum = new FusionSum<TId>();
        var all = lists.SelectMany(l => l).Select(i => i.Id).Distinct().ToList();
        foreach (var id in all)
            sum.Add(id, 0);
        for (var l = 0; l < lists.Count; l++)
        {
            var scores = new Dictionary<TId, double>();
            foreach (var (id, score) in lists[l])
            {
                if (!double.IsFinite(score))
                    throw new ArgumentException(FormattableString.Invariant($"Scores must be finite, but list {l} has {score} for {id}."), nameof(lists));
                scores[id] = scores.TryGetValue(id, out var other) ? Math.Max(other, score) : score;
            }

            if (scores.Count == 0)
                continue;
            var normalize = Normalizer([.. scores.Values]);
            var absent = Normalization == ScoreNormalization.ZScore ? normalize(scores.Values.Min()) : 0;
            foreach (var id in all)
                sum.Add(id, (weights?[l] ?? 1) * (scores.TryGetValue(id, out var score) ? normalize(score) : absent));
        }

        return sum.Ranked();
    }

    private Func<double, double> Normalizer(double[] scores)
    {
        var (low, high, mean) = (scores.Min(), scores.Max(), scores.Average());
        var deviation = Math.Sqrt(scores.Average(s => (s - mean) * (s - mean)));
        return Normalization switch
        {
            ScoreNormalization.None => s => s,
            ScoreNormalization.MinMax => s => high > low ? (s - low) / (high - low) : 1,
            _ => s => deviation > 0 ? (s - mean) / deviation : 0,
        };
    }
}
