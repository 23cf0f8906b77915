using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Numerics;

namespace Bellwether.Learning.Recommenders;

/// <summary>Smart adaptive recommendations: a user's affinity to items, carried over to the items that are touched together with them.</summary>
/// <remarks>Microsoft's SAR (recommenders-team/recommenders, <c>sar_singlenode</c>). Score = Σ affinity·likeness over the history, an item counting as
/// like itself. Affinities are the values; where events have times, build the interactions with <see cref="Interactions.Decayed"/>, which halves an event's
/// value for each half-life it lies back: SAR's time decay. O(Σ history²) time. Deterministic at any number of threads.</remarks>
public sealed record Sar : IRecommenderLearner
{
    /// <inheritdoc/>
    public string Name => "SAR";

    /// <summary>How likeness is measured: Jaccard by default; lift favours the rare, co-occurrence the popular.</summary>
    public ItemSimilarity Similarity { get; init; } = ItemSimilarity.Jaccard;

    /// <summary>Pairs of items with fewer users in common count as unlike; 1 by default. Not looked at by the cosine.</summary>
    public int LeastUsers { get; init => field = Require.Positive(value); } = 1;

    /// <inheritdoc/>
    public IRecommender Fit(Interactions train, FitContext context)
    {
        Usable.Bounded(train);
        return new ItemItemModel(train.ByUser, NeighbourSearch.Weights(train, new NeighbourSearch(Similarity, 0, LeastUsers, int.MaxValue, IncludeSelf: true), context));
    }
}
