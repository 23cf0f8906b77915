using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Recommenders;
using Bellwether.Numerics;

namespace Bellwether.Learning.Factorization;

/// <summary>Ratings as mean, biases and a product of factors, by stochastic gradient descent; with <see cref="Histories"/>, SVD++.</summary>
/// <remarks>Koren, Bell and Volinsky, "Matrix Factorization Techniques for Recommender Systems" (2009); Koren, "Factorization Meets the Neighborhood" (2008)
/// for SVD++, where each item of a history adds a factor of its own to the user, whatever its rating. Users come in a new order each epoch, a user's ratings
/// one after the other, so that an SVD++ step costs O(d) and not O(history·d), exactly. One thread, because parallel steps would not be reproducible.
/// A history gets factors and bias by ridge regression: near to what the descent gives a user, not equal.</remarks>
public sealed record BiasedFactorization : IRecommenderLearner
{
    /// <inheritdoc/>
    public string Name => Histories ? "SVD++" : "biased factorization";

    /// <summary>d; 100 by default.</summary>
    public int Factors { get; init => field = Require.InRange(value, 1, 8192); } = 100;

    /// <summary>Passes over the ratings; 20 by default.</summary>
    public int Epochs { get; init => field = Require.Positive(value); } = 20;

    /// <summary>The learning rate; 0.005 by default.</summary>
    public double LearningRate { get; init => field = Require.Positive(value); } = 0.005;

    /// <summary>The factor on the learning rate after each epoch, in (0, 1]; 1 by default.</summary>
    public double RateDecay { get; init => field = Require.InRange(value, 1e-6, 1.0); } = 1;

    /// <summary>The penalty on squared factors and biases, per step; 0.02 by default.</summary>
    public double L2 { get; init => field = Require.NotNegative(value); } = 0.02;

    /// <summary>The standard deviation of the first factors; 0.1 by default.</summary>
    public double InitialSpread { get; init => field = Require.Positive(value); } = 0.1;

    /// <summary>Whether which items were rated counts too: SVD++.</summary>
    public bool Histories { get; init; }

    /// <inheritdoc/>
    public IRecommender Fit(Interactions train, FitContext context)
    {
        Usable.Bounded(train);
        var descent = new RatingDescent(train, this, context.Seed);
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            descent.Epoch((float)(LearningRate * Math.Pow(RateDecay, epoch)));
            context.Progress?.Report((epoch + 1.0) / Epochs);
        }

        return new FactorModel(descent.Finish(), new FoldIn(FoldKind.Rating, L2, 0, 1));
    }
}
