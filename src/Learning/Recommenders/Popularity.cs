using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Recommenders;

/// <summary>The baseline that any recommender must beat: what most people touched, for everybody alike.</summary>
/// <remarks>The score of an item is its share of all pairs; values are not looked at. O(entries).</remarks>
public sealed record Popularity : IRecommenderLearner
{
    /// <inheritdoc/>
    public string Name => "popularity";

    /// <inheritdoc/>
    public IRecommender Fit(Interactions train, FitContext context)
    {
        Usable.NotEmpty(train);
        context.CancellationToken.ThrowIfCancellationRequested();
        return new PopularityModel(train.Users, Shares(train.ByUser));
    }

    internal static float[] Shares(SparseMatrix histories)
    {
        var shares = new float[histories.Width];
        foreach (var item in histories.AllColumns)
            shares[item]++;
        for (var item = 0; item < shares.Length; item++)
            shares[item] /= Math.Max(1, histories.Entries);
        return shares;
    }
}
