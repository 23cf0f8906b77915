using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;
using Bellwether.Numerics;

namespace Bellwether.Learning.Linear;

/// <summary>Least squares with an optional penalty: minimizes ½ Σ w (y - ŷ)² + penalty.</summary>
/// <remarks>
/// <para>Takes rows as they are: a missing (or infinite) number counts as the training mean; a category becomes a 0/1 column for each of
/// its most frequent codes, missing among them; an unseen code has all zeros. Numbers are standardized first unless
/// <see cref="Standardize"/> is off; the penalty then falls on standardized coefficients.</para>
/// <para>Exact: normal equations of centred columns by Cholesky, or coordinate descent to 1e-12 with an L1 share. One pass over the rows
/// of O((numeric + categorical)²) each, then O(p³) for p columns. The order of rows changes only the last bits; the number of threads
/// changes none.</para>
/// </remarks>
public sealed record LinearRegression : ILearner
{
    /// <inheritdoc/>
    public string Name { get; init; } = "linear regression";

    /// <summary>What keeps coefficients small. The default stabilizes collinear columns and hardly moves the rest.</summary>
    public Penalty Penalty { get; init; } = Penalty.L2(1e-3);

    /// <summary>Whether numeric features are divided by their standard deviation.</summary>
    public bool Standardize { get; init; } = true;

    /// <summary>At most so many codes of a categorical feature get a column; the rest count as unseen.</summary>
    public int MaxCategories { get; init => field = Require.Positive(value); } = 50;

    /// <inheritdoc/>
    public IModel Fit(Dataset train, FitContext context)
    {
        TrainingRows.Check(train, ModelOutput.Value, Name);
        var design = Design.Of(train, Standardize, MaxCategories);
        return LinearFit.Squared(train, design, Penalty, context);
    }
}
