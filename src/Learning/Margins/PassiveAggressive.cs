using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Online;
using Bellwether.Numerics;

namespace Bellwether.Learning.Margins;

/// <summary>Passive-aggressive learning of a margin: each row on the wrong side of its margin moves the weights just enough to mend it, or less where
/// <see cref="C"/> says so. Its score is the margin.</summary>
/// <remarks>Crammer, Dekel, Keshet, Shalev-Shwartz and Singer, "Online passive-aggressive algorithms" (2006), figure 1: PA, PA-I and PA-II by
/// <see cref="Variant"/>. The intercept is a column of ones. A row's weight multiplies C (and, without C, the step). O(entries) per row; memory about 24
/// bytes per column met. Learns rows in their order, on one thread. The seed is not used.</remarks>
public sealed record PassiveAggressive : IOnlineLearner
{
    /// <inheritdoc/>
    public string Name { get; init; } = "passive-aggressive";

    /// <summary>PA-I by default.</summary>
    public PassiveAggressiveVariant Variant { get; init; } = PassiveAggressiveVariant.Capped;

    /// <summary>How aggressive; ignored by <see cref="PassiveAggressiveVariant.Full"/>. 1 by default.</summary>
    public double C { get; init => field = Require.Positive(value); } = 1;

    /// <summary>Whether there is an intercept.</summary>
    public bool Intercept { get; init; } = true;

    /// <summary>How many passes <see cref="Fit"/> makes; 5 by default.</summary>
    public int Epochs { get; init => field = Require.Positive(value); } = 5;

    /// <inheritdoc/>
    public IOnlineTrainer Begin(int width) => new PassiveAggressiveTrainer(this, Require.Positive(width));

    /// <inheritdoc/>
    public ISparseModel Fit(SparseDataset train, FitContext context) => OnlineRows.Fit(this, train, Epochs, context);
}
