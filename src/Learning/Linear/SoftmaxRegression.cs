using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;
using Bellwether.Numerics;
using Bellwether.Numerics.Optimization;

namespace Bellwether.Learning.Linear;

/// <summary>Probabilities of k classes whose logarithms are linear in the features, up to a common term: minimizes Σ w log-loss + ½ L2 Σ β².</summary>
/// <remarks>
/// <para>Multinomial logistic regression with coefficients for every class (Hastie, Tibshirani and Friedman, "The Elements of Statistical Learning", 2009,
/// section 4.4), by <see cref="Lbfgs"/>. Labels are 0, 1, …, k - 1; a class without rows gets a small probability. The intercepts are not penalized. In
/// scikit-learn's terms: <c>C</c> is 1 / L2.</para>
/// <para>Takes rows as <see cref="LogisticRegression"/> does: missing is the mean, categories are 0/1 columns, unseen codes have all zeros. O(n · k · p) per
/// step for p columns. The order of rows changes only digits below the tolerance; the number of threads changes none.</para>
/// </remarks>
public sealed record SoftmaxRegression : ILearner
{
    /// <inheritdoc/>
    public string Name { get; init; } = "softmax regression";

    /// <summary>What keeps coefficients small: the weight of their squares; 1 by default.</summary>
    public double L2 { get; init => field = Require.NotNegative(value); } = 1;

    /// <summary>Whether numeric features are divided by their standard deviation.</summary>
    public bool Standardize { get; init; } = true;

    /// <summary>At most so many codes of a categorical feature get a column; the rest count as unseen.</summary>
    public int MaxCategories { get; init => field = Require.Positive(value); } = 50;

    /// <summary>When to stop, as the largest component of the gradient of the mean objective; 1e-6 by default.</summary>
    public double Tolerance { get; init => field = Require.Positive(value); } = 1e-6;

    /// <summary>At most so many steps; 500 by default.</summary>
    public int MaxIterations { get; init => field = Require.Positive(value); } = 500;

    /// <inheritdoc/>
    /// <returns>A <see cref="SoftmaxModel"/>.</returns>
    public IModel Fit(Dataset train, FitContext context)
    {
        TrainingRows.Check(train, ModelOutput.Class, Name);
        var classes = ClassLabels.Count(train.Labels, train.Weights, Name);
        var design = Design.Of(train, Standardize, MaxCategories);
        var objective = new SoftmaxObjective(train, design, classes, L2, context);
        var coefficients = objective.Start();
        new Lbfgs { Tolerance = Tolerance * objective.TotalWeight, MaxIterations = MaxIterations }
            .Minimize(objective, coefficients, context.Progress, context.CancellationToken);
        return new SoftmaxModel(design, classes, coefficients);
    }
}
