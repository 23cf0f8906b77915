using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Factorization;
using Bellwether.Numerics;

namespace Bellwether.Learning.Recommenders;

/// <summary>A rating from those of the nearest users: mean and biases plus the weighted mean of what the neighbours' ratings lie above theirs.</summary>
/// <remarks>Herlocker et al. (1999); with biases Koren, "Factor in the Neighbors" (2010), section 3.1, as Surprise's <c>KNNBaseline</c>. Nothing but biases is
/// learned: likeness is found when a score is asked for, so a history needs no more than a user. A score costs O(entries of the users who share an item).
/// Of equally near users the lower number is the nearer. A known user is not his own neighbour; a history may be that of one.</remarks>
public sealed record UserNeighbours : IRecommenderLearner
{
    /// <inheritdoc/>
    public string Name => UseBiases ? "user neighbours with baseline" : "user neighbours";

    /// <summary>How many neighbours who rated an item count for it; 40 by default.</summary>
    public int Neighbours { get; init => field = Require.Positive(value); } = 40;

    /// <summary>How likeness is measured.</summary>
    public RatingSimilarity Similarity { get; init; } = RatingSimilarity.SquaredDifference;

    /// <summary>Items in common by which <see cref="RatingSimilarity.PearsonBaseline"/> is shrunk; 100 by default.</summary>
    public double Shrinkage { get; init => field = Require.NotNegative(value); } = 100;

    /// <summary>Whether ratings are taken relative to biases of user and item (kNN-baseline); without, plain ratings are averaged.</summary>
    public bool UseBiases { get; init; } = true;

    /// <summary>The penalty on squared user biases; 15 by default.</summary>
    public double UserL2 { get; init => field = Require.NotNegative(value); } = 15;

    /// <summary>The penalty on squared item biases; 10 by default.</summary>
    public double ItemL2 { get; init => field = Require.NotNegative(value); } = 10;

    /// <inheritdoc/>
    public IRecommender Fit(Interactions train, FitContext context)
    {
        Usable.Bounded(train);
        context.CancellationToken.ThrowIfCancellationRequested();
        return new UserNeighboursModel(train.ByUser, this, RatingBiases.Fit(train, UserL2, ItemL2));
    }
}
