using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Recommenders;
using Bellwether.Numerics;

namespace Bellwether.Learning.Factorization;

/// <summary>A rating as the mean plus a bias of the user and a bias of the item: what any rating model must beat.</summary>
/// <remarks>Koren, "Factor in the Neighbors" (2010), section 2.1, by ten rounds of alternating least squares. O(entries).</remarks>
public sealed record RatingBaseline : IRecommenderLearner
{
    /// <inheritdoc/>
    public string Name => "rating baseline";

    /// <summary>The penalty on squared user biases; 15 by default.</summary>
    public double UserL2 { get; init => field = Require.NotNegative(value); } = 15;

    /// <summary>The penalty on squared item biases; 10 by default.</summary>
    public double ItemL2 { get; init => field = Require.NotNegative(value); } = 10;

    /// <inheritdoc/>
    public IRecommender Fit(Interactions train, FitContext context)
    {
        Usable.Bounded(train);
        context.CancellationToken.ThrowIfCancellationRequested();
        var biases = RatingBiases.Fit(train, UserL2, ItemL2);
        return new FactorModel(
            new FactorSet(train.Users, train.Items, 0) { Mean = (float)biases.Mean, UserBias = biases.Users, ItemBias = biases.Items },
            new FoldIn(FoldKind.Rating, UserL2, 0, 0));
    }
}
