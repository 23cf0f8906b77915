using Bellwether.Numerics;

namespace Bellwether.Retrieval.Fusion;

/// <summary>Chooses items that are relevant and unlike those chosen before: each time the one with the highest λ · relevance - (1 - λ) · (similarity to the most similar chosen one).</summary>
/// <remarks>Carbonell and Goldstein, "The use of MMR, diversity-based reranking", SIGIR 1998. O(count · items) similarities.</remarks>
public sealed record MaximalMarginalRelevance
{
    /// <summary>λ between 0 (only difference) and 1 (only relevance); 0.5 by default.</summary>
    public double Relevance { get; init => field = Require.InRange(value, 0.0, 1.0); } = 0.5;

    /// <summary>The chosen items in the order of choosing, with their marginal scores. Of equal ones the earlier in the list is chosen.</summary>
    /// <param name="items">Items with their relevance, which should be of the similarity's scale.</param>
    /// <param name="similarity">How alike two items are, symmetric, finite; 1 for the same is usual.</param>
    /// <param name="count">How many to choose; all where there are fewer.</param>
    /// <exception cref="ArgumentException">A relevance is not finite, or <paramref name="count"/> is negative.</exception>
    public IReadOnlyList<RankedItem<TId>> Choose<TId>(IReadOnlyList<RankedItem<TId>> items, Func<TId, TId, double> similarity, int count)
    {
        Require.NotNegative(count);
        foreach (var item in items)
            Require.Finite(item.Score);
        var (nearest, taken, chosen) = (new double[items.Count], new bool[items.Count], new List<RankedItem<TId>>());
        while (chosen.Count < Math.Min(count, items.Count))
        {
            var (best, bestScore) = (-1, double.NegativeInfinity);
            for (var i = 0; i < items.Count; i++)
            {
                if (taken[i])
                    continue;
                var score = (Relevance * items[i].Score) - (chosen.Count == 0 ? 0 : (1 - Relevance) * nearest[i]);
                if (best < 0 || score > bestScore)
                    (best, bestScore) = (i, score);
            }

            taken[best] = true;
            chosen.Add(new RankedItem<TId>(items[best].Id, bestScore));
            for (var i = 0; i < items.Count; i++)
                if (!taken[i])
                    nearest[i] = chosen.Count == 1 ? similarity(items[i].Id, items[best].Id) : Math.Max(nearest[i], similarity(items[i].Id, items[best].Id));
        }

        return chosen;
    }
}
