using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Numerics;
using Bellwether.Numerics.LinearAlgebra;
using Bellwether.Numerics.Parallelism;

namespace Bellwether.Learning.Recommenders;

/// <summary>EASE: the linear model from history to history with zero diagonal and least squared error, in closed form.</summary>
/// <remarks>Steck, "Embarrassingly Shallow Autoencoders for Sparse Data" (2019): with P = (Xᵀ X + λ I)⁻¹ the weight from item i to item j is
/// -P[i, j] / P[j, j]. One blocked Cholesky inverse in double precision: O(items³) time; 20 bytes a pair of items while fitting, 4 afterwards;
/// up to 46,340 items. Deterministic at any number of threads.</remarks>
public sealed record Ease : IRecommenderLearner
{
    /// <inheritdoc/>
    public string Name => "EASE";

    /// <summary>λ: the penalty on squared weights; 200 by default. More for more users per item.</summary>
    public double L2 { get; init => field = Require.Positive(value); } = 200;

    /// <inheritdoc/>
    public IRecommender Fit(Interactions train, FitContext context)
    {
        Usable.Bounded(train);
        var items = train.Items;
        Usable.SquareFits(items, "EASE");
        var inverse = new double[items * items];
        Cooccurrence.Gram(train, inverse, both: false, context.Threads, context.CancellationToken);
        for (var item = 0; item < items; item++)
            inverse[(item * items) + item] += L2;
        if (!PositiveDefinite.Invert<double>(inverse, items, context.Threads, context.CancellationToken))
            throw new TrainingException($"The item Gram matrix plus L2 must be positive definite to rounding, but is not. Scale the values down or raise L2 above {L2}.");
        var weights = new float[inverse.Length];
        Fork.Blocks(items, 16, context.Threads, (first, last) =>
        {
            for (var row = first * items; row < last * items; row += items)
                for (var to = 0; to < items; to++)
                    weights[row + to] = row == to * items ? 0 : (float)(-inverse[row + to] / inverse[(to * items) + to]);
        }, context.CancellationToken);
        return new ItemItemModel(train.ByUser, weights);
    }
}
