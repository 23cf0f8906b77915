using System.Globalization;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;
using Bellwether.Numerics;

namespace Bellwether.Learning.Linear;

/// <summary>A count or rate whose logarithm is linear in the features: minimizes Σ w (e^s - y·s) + penalty, s the score.</summary>
/// <remarks>
/// <para>The generalized linear model of the Poisson distribution with its log link (Nelder and Wedderburn, 1972). Labels are 0 or more and need not be whole
/// numbers. For rates over unequal exposures, give y / exposure as label and the exposure as weight: the coefficients are those of an offset.</para>
/// <para>Rows, penalty, Newton's method and determinism are as in <see cref="LogisticRegression"/>. In scikit-learn's terms, PoissonRegressor's <c>alpha</c> is
/// the penalty's strength / Σ w.</para>
/// </remarks>
public sealed record PoissonRegression : ILearner
{
    /// <inheritdoc/>
    public string Name { get; init; } = "Poisson regression";

    /// <summary>What keeps coefficients small.</summary>
    public Penalty Penalty { get; init; } = Penalty.L2(1);

    /// <summary>Whether numeric features are divided by their standard deviation.</summary>
    public bool Standardize { get; init; } = true;

    /// <summary>At most so many codes of a categorical feature get a column; the rest count as unseen.</summary>
    public int MaxCategories { get; init => field = Require.Positive(value); } = 50;

    /// <summary>When to stop, as the largest change of a coefficient.</summary>
    public double Tolerance { get; init => field = Require.Positive(value); } = 1e-9;

    /// <summary>At most so many Newton steps.</summary>
    public int MaxIterations { get; init => field = Require.Positive(value); } = 100;

    /// <inheritdoc/>
    public IModel Fit(Dataset train, FitContext context)
    {
        TrainingRows.Check(train, ModelOutput.Value, Name);
        var weights = new double[train.Rows];
        for (var row = 0; row < weights.Length; row++)
        {
            weights[row] = train.Weight(row);
            if (train.Labels[row] < 0)
                throw new TrainingException(string.Create(CultureInfo.InvariantCulture, $"'{Name}' must have labels of 0 or more, but row {row} has {train.Labels[row]}."));
        }

        var mean = TrainingRows.MeanLabel(train);
        if (!(mean > 0))
            throw new TrainingException($"'{Name}' must have at least one label above 0, but all {train.Rows} rows have 0. Widen the time range, or use Constant.");
        var design = Design.Of(train, Standardize, MaxCategories);
        return new PoissonModel(design, new NewtonFit<PoissonLoss>(train, design, Penalty, weights, context).Fit(Math.Log(mean), Tolerance, MaxIterations));
    }
}
