using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Numerics;

namespace Bellwether.Learning.Recommenders;

/// <summary>Item-based nearest neighbours: an item scores by its likeness to the items of the history, the nearest neighbours of each item only.</summary>
/// <remarks>Sarwar et al., "Item-Based Collaborative Filtering" (2001); shrinkage added to the denominator as in Bell and Koren (2007) and Dacrema et al.
/// (2019). Of equal likenesses the lower item is the nearer. O(Σ history²) time, O(items·neighbours) memory. Deterministic at any number of threads.</remarks>
public sealed record ItemNeighbours : IRecommenderLearner
{
    /// <inheritdoc/>
    public string Name => "item neighbours";

    /// <summary>How likeness is measured.</summary>
    public ItemSimilarity Similarity { get; init; } = ItemSimilarity.Cosine;

    /// <summary>How many neighbours of an item count; 100 by default.</summary>
    public int Neighbours { get; init => field = Require.Positive(value); } = 100;

    /// <summary>Added to the denominator, so that likeness seen on few users counts less; 0 by default. In users, or squared values for the cosine.</summary>
    public double Shrinkage { get; init => field = Require.NotNegative(value); }

    /// <inheritdoc/>
    public IRecommender Fit(Interactions train, FitContext context)
    {
        Usable.Bounded(train);
        return new ItemItemModel(train.ByUser, NeighbourSearch.Weights(train, new NeighbourSearch(Similarity, Shrinkage, 1, Neighbours, IncludeSelf: false), context));
    }
}
