using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Sparse;
using Bellwether.Numerics;

namespace Bellwether.Learning.FactorizationMachines;

/// <summary>A linear model with a weight for every pair of columns, held as the product of two short vectors, so that pairs seen together seldom or never have a
/// sensible weight: w₀ + Σ wᵢxᵢ + Σ ⟨vᵢ, vⱼ⟩ xᵢxⱼ.</summary>
/// <remarks>
/// <para>Rendle, "Factorization machines" (2010), equations 1 and 5: O(entries · factors) per row. Log-loss for <see cref="ModelOutput.Probability"/> (labels 0
/// and 1), squared loss for <see cref="ModelOutput.Value"/> (labels are standardized for the fit). Stochastic gradient descent in an order shuffled per epoch,
/// with a rate per parameter (AdaGrad: Duchi, Hazan and Singer, 2011), and with L2 on the parameters that a row touches, as libffm does.</para>
/// <para>Wants values of about unit scale; with <see cref="NormalizeRows"/> each row has length 1. Memory: 8 · (factors + 1) bytes per column that occurs.
/// Deterministic per seed, one thread; the order of rows matters.</para>
/// </remarks>
public sealed record FactorizationMachine : ISparseLearner
{
    /// <inheritdoc/>
    public string Name { get; init; } = "factorization machine";

    /// <summary>What to learn: a probability, the default, or a value.</summary>
    public ModelOutput Output { get; init => field = FactorData.Output(value); } = ModelOutput.Probability;

    /// <summary>The length of a column's vector; 8 by default.</summary>
    public int Factors { get; init => field = Require.InRange(value, 1, 1_024); } = 8;

    /// <summary>The learning rate; 0.05 by default.</summary>
    public double LearningRate { get; init => field = Require.Positive(value); } = 0.05;

    /// <summary>The weight of squares, for each row that touches a parameter; 1e-4 by default.</summary>
    public double L2 { get; init => field = Require.NotNegative(value); } = 1e-4;

    /// <summary>Passes over the rows; 20 by default.</summary>
    public int Epochs { get; init => field = Require.Positive(value); } = 20;

    /// <summary>The standard deviation of vectors before the first row; 0.05 by default.</summary>
    public double InitialScale { get; init => field = Require.Positive(value); } = 0.05;

    /// <summary>Whether rows are divided by their length; off by default.</summary>
    public bool NormalizeRows { get; init; }

    /// <inheritdoc/>
    /// <returns>A <see cref="FactorizationMachineModel"/>.</returns>
    public ISparseModel Fit(SparseDataset train, FitContext context)
    {
        var data = FactorData.Of(train, Output, Name);
        var kernel = new PairKernel(data.Used.Features.Width, Factors, (float)LearningRate, (float)L2);
        kernel.Start(context.Seed.Derive("vectors").Stream(), InitialScale);
        data.Descend(kernel, Epochs, NormalizeRows, context);
        var columns = data.Used.Columns;
        var values = new float[data.Used.Features.Width * (Factors + 1)];
        for (var column = 0; column < data.Used.Features.Width; column++)
        {
            values[column * (Factors + 1)] = kernel.Linear[column];
            kernel.Vectors.AsSpan(column * Factors, Factors).CopyTo(values.AsSpan((column * (Factors + 1)) + 1));
        }

        data.Forget(values, Factors + 1);
        return new FactorizationMachineModel(ColumnWeights<float>.Of(train.Width, columns, Factors + 1, values), kernel.Bias, Output, NormalizeRows, data.Centre, data.Scale);
    }
}
