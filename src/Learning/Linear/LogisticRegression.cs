using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;
using Bellwether.Numerics;

namespace Bellwether.Learning.Linear;

/// <summary>A probability whose log-odds are linear in the features: minimizes Σ w log-loss + penalty.</summary>
/// <remarks>
/// <para>Takes rows as they are: a missing (or infinite) number counts as the training mean; a category becomes a 0/1 column for each of
/// its most frequent codes, missing among them; an unseen code has all zeros. Numbers are standardized first unless
/// <see cref="Standardize"/> is off; the penalty then falls on standardized coefficients.</para>
/// <para>Newton's method on the exact Hessian with a halving line search (iteratively reweighted least squares), its quadratic solved by
/// Cholesky, or by coordinate descent with an L1 share (proximal Newton; Lee, Sun and Saunders, 2014). Ends when the step would change no
/// standardized coefficient by <see cref="Tolerance"/>, typically after 5 to 10 passes over the rows of O((numeric + categorical)²) each.
/// The order of rows changes only the last bits; the number of threads changes none.</para>
/// <para>Without a penalty, on classes that a plane separates, coefficients would grow for ever: <see cref="MaxIterations"/> ends it, and
/// scores stay finite.</para>
/// </remarks>
public sealed record LogisticRegression : ILearner
{
    /// <inheritdoc/>
    public string Name { get; init; } = "logistic regression";

    /// <summary>What keeps coefficients small.</summary>
    public Penalty Penalty { get; init; } = Penalty.L2(1);

    /// <summary>Whether numeric features are divided by their standard deviation.</summary>
    public bool Standardize { get; init; } = true;

    /// <summary>At most so many codes of a categorical feature get a column; the rest count as unseen.</summary>
    public int MaxCategories { get; init => field = Require.Positive(value); } = 50;

    /// <summary>How much the log-loss of a row with label 1 weighs; above 1 for rare positives. Scores are then no longer calibrated.</summary>
    public double ScalePositive { get; init => field = Require.Positive(value); } = 1;

    /// <summary>When to stop, as the largest change of a coefficient.</summary>
    public double Tolerance { get; init => field = Require.Positive(value); } = 1e-9;

    /// <summary>At most so many Newton steps.</summary>
    public int MaxIterations { get; init => field = Require.Positive(value); } = 100;

    /// <inheritdoc/>
    public IModel Fit(Dataset train, FitContext context)
    {
        TrainingRows.Check(train, ModelOutput.Probability, Name, bothClasses: true);
        var design = Design.Of(train, Standardize, MaxCategories);
        var (weights, total, positive) = (new double[train.Rows], 0.0, 0.0);
        for (var row = 0; row < weights.Length; row++)
        {
            weights[row] = train.Weight(row) * (train.Labels[row] == 1 ? ScalePositive : 1);
            total += weights[row];
            positive += weights[row] * train.Labels[row];
        }

        var rate = Math.Clamp(positive / total, 1e-12, 1 - 1e-12);
        var fit = new NewtonFit<LogLoss>(train, design, Penalty, weights, context);
        return new LinearModel(design, ModelOutput.Probability, fit.Fit(Math.Log(rate / (1 - rate)), Tolerance, MaxIterations));
    }
}
