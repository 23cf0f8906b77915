using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Neighbours;
using Bellwether.Learning.Rows;
using Bellwether.Numerics;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Anomaly;

/// <summary>How much sparser it is around a row than around its neighbours: near 1 inside a cluster, larger outside. Labels are not used.</summary>
/// <remarks>Breunig, Kriegel, Ng and Sander, "LOF: identifying density-based local outliers" (2000), definitions 3 to 7. Rows become points as for
/// <see cref="NearestNeighbours"/>. A vector is judged against the training rows as if it were new: a training row finds itself among its neighbours; its factor among the others is in
/// <see cref="LocalOutlierModel.TrainingFactors"/>. Rows of weight 0 are left out; other weights are not used. Fit O(n² d) in many dimensions, O(n log n) in few; prediction as a nearest-neighbour search.</remarks>
public sealed record LocalOutlierFactor : ILearner
{
    /// <inheritdoc/>
    public string Name { get; init; } = "local outlier factor";

    /// <summary>k; 20 by default, as in scikit-learn; all other rows where there are fewer.</summary>
    public int Neighbours { get; init => field = Require.Positive(value); } = 20;

    /// <summary>Whether numbers are divided by their standard deviation.</summary>
    public bool Standardize { get; init; } = true;

    /// <summary>At most so many codes of a category are told apart.</summary>
    public int MaxCategories { get; init => field = Require.Positive(value); } = 50;

    /// <inheritdoc/>
    public IModel Fit(Dataset train, FitContext context)
    {
        var rows = UnlabelledRows.Of(train, Name, 2);
        context.CancellationToken.ThrowIfCancellationRequested();
        var space = PointSpace.Of(rows, Standardize, MaxCategories);
        var index = new NeighbourIndex(new Vectors(space.Encode(rows), space.Dimension));
        var k = Math.Min(Neighbours, rows.Rows - 1);
        var found = index.All(index.Points, k, new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.CancellationToken }, exceptSelf: true);
        var reach = new double[rows.Rows];
        for (var row = 0; row < reach.Length; row++)
            reach[row] = Math.Sqrt(found[((row + 1) * k) - 1].SquaredDistance);
        var densities = new double[rows.Rows];
        for (var row = 0; row < reach.Length; row++)
            densities[row] = LocalOutlierModel.Density(found.AsSpan(row * k, k), reach);
        var factors = new double[rows.Rows];
        for (var row = 0; row < reach.Length; row++)
            factors[row] = LocalOutlierModel.Factor(found.AsSpan(row * k, k), densities[row], densities);
        return new LocalOutlierModel(space, index, k, reach, densities, factors);
    }
}
