using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Recommenders;

/// <summary>The nearest items of every item.</summary>
/// <param name="Similarity">How likeness is measured.</param>
/// <param name="Shrinkage">Added to the denominator.</param>
/// <param name="LeastUsers">Pairs with fewer users in common do not count.</param>
/// <param name="Neighbours">How many neighbours are kept.</param>
/// <param name="IncludeSelf">Whether an item is its own neighbour.</param>
internal sealed record NeighbourSearch(ItemSimilarity Similarity, double Shrinkage, int LeastUsers, int Neighbours, bool IncludeSelf)
{
    /// <summary>Weights (items, items) from an item of a history to the items whose neighbour it is.</summary>
    public static SparseMatrix Weights(Interactions train, NeighbourSearch search, FitContext context)
    {
        var rows = new (int Item, float Likeness)[train.Items][];
        var norms = search.Norms(train);
        Cooccurrence.Visit(train, search.Similarity != ItemSimilarity.Cosine, context.Threads, (item, beside, sums) => rows[item] = search.Nearest(item, beside, sums, norms), context.CancellationToken);
        var (starts, columns, values) = (new int[train.Items + 1], new int[rows.Sum(r => r.Length)], new float[rows.Sum(r => r.Length)]);
        for (var item = 0; item < train.Items; item++)
        {
            starts[item + 1] = starts[item] + rows[item].Length;
            for (var at = 0; at < rows[item].Length; at++)
                (columns[starts[item] + at], values[starts[item] + at]) = rows[item][at];
        }

        return new SparseMatrix(train.Items, starts, columns, values).Transpose();
    }

    private double[] Norms(Interactions train)
    {
        var norms = new double[train.Items];
        for (var item = 0; item < norms.Length; item++)
            if (Similarity != ItemSimilarity.Cosine)
                norms[item] = train.ByItem.Columns(item).Length;
            else
                foreach (var value in train.ByItem.Values(item))
                    norms[item] += (double)value * value;
        return norms;
    }

    private (int Item, float Likeness)[] Nearest(int item, List<int> beside, double[] sums, double[] norms)
    {
        var near = new List<(int Item, float Likeness)>(beside.Count);
        foreach (var other in beside)
        {
            if ((other == item && !IncludeSelf) || (Similarity != ItemSimilarity.Cosine && sums[other] < LeastUsers))
                continue;
            var denominator = Shrinkage + (Similarity switch
            {
                ItemSimilarity.Cosine => Math.Sqrt(norms[item] * norms[other]),
                ItemSimilarity.Jaccard => norms[item] + norms[other] - sums[other],
                ItemSimilarity.Lift => norms[item] * norms[other],
                _ => 1,
            });
            var likeness = denominator > 0 ? (float)(sums[other] / denominator) : 0;
            if (likeness != 0)
                near.Add((other, likeness));
        }

        if (near.Count > Neighbours)
        {
            near.Sort((a, b) => a.Likeness != b.Likeness ? b.Likeness.CompareTo(a.Likeness) : a.Item.CompareTo(b.Item));
            near.RemoveRange(Neighbours, near.Count - Neighbours);
            near.Sort((a, b) => a.Item.CompareTo(b.Item));
        }

        return [.. near];
    }
}
