using Bellwether.Numerics;

namespace Bellwether.Retrieval.Fusion;

/// <summary>Joins ranked lists by their ranks alone: an item scores the sum over lists of weight / (k + rank), rank counting from 1.</summary>
/// <remarks>Cormack, Clarke and Büttcher, "Reciprocal rank fusion outperforms Condorcet and individual rank learning methods", SIGIR 2009. Needs no comparable scores. O(total length); the
/// result does not depend on the order of the lists but where scores tie: then the item met first, list by list, comes first.</remarks>
public sealed record ReciprocalRankFusion
{
    /// <summary>How much the top ranks stand out: the smaller, the more. 60 by default, as in the paper.</summary>
    public double K { get; init => field = Require.NotNegative(value); } = 60;

    /// <summary>The joined list, the best first.</summary>
    /// <param name="lists">Lists in the order of their ranks; their scores are not looked at. An item that comes twice in a list counts where it comes first.</param>
    /// <param name="weights">How much each list counts; all 1 by default.</param>
    /// <exception cref="ArgumentException">There are not as many weights as lists, or one is negative or not finite.</exception>
    public IReadOnlyList<RankedItem<TId>> Fuse<TId>(IReadOnlyList<IReadOnlyList<RankedItem<TId>>> lists, IReadOnlyList<double>? weights = null) where TId : notnull
    {
        FusionSum.CheckWeights(lists.Count, weights);
        var sum = new FusionSum<TId>();
        for (var l = 0; l < lists.Count; l++)
        {
            var (seen, rank) = (new HashSet<TId>(), 0);
            foreach (var item in lists[l])
                if (seen.Add(item.Id))
                    sum.Add(item.Id, (weights?[l] ?? 1) / (K + ++rank));
        }

        return sum.Ranked();
    }
}
