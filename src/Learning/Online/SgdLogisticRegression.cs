using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Numerics;

namespace Bellwether.Learning.Online;

/// <summary>Logistic regression by stochastic gradient descent, one row at a time.</summary>
/// <remarks>Minimizes the mean of log-loss + ½ L2 Σ β² with the rate η₀ / (1 + L2 η₀ t) after t rows (Bottou, "Stochastic gradient descent tricks", 2012, section
/// 5.2); the penalty costs nothing per column that a row does not have. Wants values of about unit scale. The intercept is not penalized. O(entries) per row;
/// memory about 24 bytes per column met. Learns rows in their order, on one thread. The seed is not used.</remarks>
public sealed record SgdLogisticRegression : IOnlineLearner
{
    /// <inheritdoc/>
    public string Name { get; init; } = "SGD logistic regression";

    /// <summary>η₀: the first learning rate; 0.1 by default.</summary>
    public double LearningRate { get; init => field = Require.Positive(value); } = 0.1;

    /// <summary>The weight of squares per row; 1e-5 by default. 0 keeps the rate constant.</summary>
    public double L2 { get; init => field = Require.NotNegative(value); } = 1e-5;

    /// <summary>How many passes <see cref="Fit"/> makes; 5 by default.</summary>
    public int Epochs { get; init => field = Require.Positive(value); } = 5;

    /// <inheritdoc/>
    public IOnlineTrainer Begin(int width) => new SgdTrainer(this, Require.Positive(width));

    /// <inheritdoc/>
    public ISparseModel Fit(SparseDataset train, FitContext context) => OnlineRows.Fit(this, train, Epochs, context);
}
