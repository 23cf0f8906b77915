using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Numerics;

namespace Bellwether.Learning.Online;

/// <summary>Follow-the-regularized-leader, proximal: logistic regression for a stream of rows over up to two billion columns, with weights that stay exactly 0
/// until a column has earned one.</summary>
/// <remarks>
/// <para>McMahan and others, "Ad click prediction: a view from the trenches" (2013), algorithm 1, with per-coordinate learning rates. Each column met keeps two
/// single-precision numbers, z and n, in a table that grows with the columns met (about 24 bytes each, 8 where most of the width is in use); the model keeps
/// only columns with a weight. With <see cref="Inclusion"/> below 1 a new column enters the table with that chance at each of its occurrences (section 3.1,
/// Poisson inclusion), so that the many columns of one occurrence cost nothing. Names become columns by hashing (<see cref="Bellwether.Learning.Hashing.Hashed"/>).</para>
/// <para>O(entries) per row. Learns rows in their order, on one thread: another order gives another model. The seed is not used.</para>
/// </remarks>
public sealed record FtrlProximal : IOnlineLearner
{
    /// <inheritdoc/>
    public string Name { get; init; } = "FTRL-proximal";

    /// <summary>α: the learning rate of a column's first steps; 0.1 by default.</summary>
    public double Alpha { get; init => field = Require.Positive(value); } = 0.1;

    /// <summary>β: how much evidence before the learning rate falls; 1 by default.</summary>
    public double Beta { get; init => field = Require.NotNegative(value); } = 1;

    /// <summary>λ₁: how much evidence before a weight leaves 0; 1 by default. The intercept has none.</summary>
    public double L1 { get; init => field = Require.NotNegative(value); } = 1;

    /// <summary>λ₂: the weight of squares; 0 by default.</summary>
    public double L2 { get; init => field = Require.NotNegative(value); }

    /// <summary>The chance, in (0, 1], that an occurrence of a new column makes it known; 1 by default.</summary>
    public double Inclusion { get; init => field = Require.InRange(value, 1e-9, 1); } = 1;

    /// <summary>How many passes <see cref="Fit"/> makes; 1 by default, as for a stream.</summary>
    public int Epochs { get; init => field = Require.Positive(value); } = 1;

    /// <inheritdoc/>
    public IOnlineTrainer Begin(int width) => new FtrlTrainer(this, Require.Positive(width));

    /// <inheritdoc/>
    public ISparseModel Fit(SparseDataset train, FitContext context) => OnlineRows.Fit(this, train, Epochs, context);
}
