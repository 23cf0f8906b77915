using System.Numerics.Tensors;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Numerics;
using Bellwether.Numerics.LinearAlgebra;
using Bellwether.Numerics.Parallelism;

namespace Bellwether.Learning.Recommenders;

/// <summary>SLIM: a sparse linear model from history to history with zero diagonal and weights of 0 or more, one elastic net per item.</summary>
/// <remarks>Ning and Karypis, "SLIM: Sparse Linear Methods for Top-N Recommender Systems" (2011): for each item j the least
/// ½‖xⱼ - X w‖² + ½ L2‖w‖² + L1‖w‖₁ with w ≥ 0 and wⱼ = 0, by coordinate descent on the Gram matrix over an active set. Items are shared out over
/// threads; deterministic at any number of them. 12 bytes a pair of items while fitting; up to 46,340 items.</remarks>
public sealed record Slim : IRecommenderLearner
{
    /// <inheritdoc/>
    public string Name => "SLIM";

    /// <summary>The penalty on weights: sparsity; 5 by default.</summary>
    public double L1 { get; init => field = Require.NotNegative(value); } = 5;

    /// <summary>The penalty on squared weights; 100 by default.</summary>
    public double L2 { get; init => field = Require.NotNegative(value); } = 100;

    /// <summary>A sweep that changes no weight by more than this, in shares of the item's own squared length, ends the descent.</summary>
    public double Tolerance { get; init => field = Require.Positive(value); } = 1e-4;

    /// <summary>At most this many sweeps per item; 200 by default.</summary>
    public int MaxSweeps { get; init => field = Require.Positive(value); } = 200;

    /// <inheritdoc/>
    public IRecommender Fit(Interactions train, FitContext context)
    {
        Usable.Bounded(train);
        var items = train.Items;
        Usable.SquareFits(items, "SLIM");
        var gram = new double[items * items];
        Cooccurrence.Gram(train, gram, both: true, context.Threads, context.CancellationToken);
        var columns = new (int Item, float Weight)[items][];
        Fork.Blocks(items, 8, context.Threads, (first, last) =>
        {
            var (weights, pull) = (new double[items], new double[items]);
            for (var item = first; item < last; item++)
                columns[item] = Descend(gram, item, weights, pull);
        }, context.CancellationToken);
        return new ItemItemModel(train.ByUser, Matrix(columns).Transpose());
    }

    /// <summary>The weights into one item. <paramref name="pull"/> holds Xᵀ(xⱼ - X w) throughout.</summary>
    private (int Item, float Weight)[] Descend(double[] gram, int item, double[] weights, double[] pull)
    {
        var items = weights.Length;
        weights.AsSpan().Clear();
        gram.AsSpan(item * items, items).CopyTo(pull);
        var active = new List<int>();
        var largest = Math.Max(1e-300, gram[(item * items) + item]);
        for (var sweep = 0; sweep < MaxSweeps; sweep++)
        {
            // A sweep over everything finds who may enter; then those that entered are swept until they rest.
            active.Clear();
            for (var i = 0; i < items; i++)
                if (i != item && (weights[i] > 0 || pull[i] > L1))
                    active.Add(i);
            var change = Sweep(gram, active, weights, pull);
            if (change <= Tolerance * largest)
                break;
            for (; sweep < MaxSweeps && change > Tolerance * largest; sweep++)
                change = Sweep(gram, active, weights, pull);
        }

        var count = 0;
        foreach (var weight in weights)
            count += weight > 0 ? 1 : 0;
        var kept = new (int Item, float Weight)[count];
        for (var (i, at) = (0, 0); i < items; i++)
            if (weights[i] > 0)
                kept[at++] = (i, (float)weights[i]);
        return kept;
    }

    private double Sweep(double[] gram, List<int> active, double[] weights, double[] pull)
    {
        var (items, most) = (weights.Length, 0.0);
        foreach (var i in active)
        {
            var diagonal = gram[(i * items) + i];
            if (diagonal + L2 <= 0)
                continue;
            var next = Math.Max(0, (pull[i] + (diagonal * weights[i]) - L1) / (diagonal + L2));
            var step = next - weights[i];
            if (step == 0)
                continue;
            weights[i] = next;
            TensorPrimitives.MultiplyAdd(gram.AsSpan(i * items, items), -step, pull, pull);
            most = Math.Max(most, Math.Abs(step) * (diagonal + L2));
        }

        return most;
    }

    private static SparseMatrix Matrix((int Item, float Weight)[][] rows)
    {
        var starts = new int[rows.Length + 1];
        for (var row = 0; row < rows.Length; row++)
            starts[row + 1] = checked(starts[row] + rows[row].Length);
        return new SparseMatrix(rows.Length, starts, [.. rows.SelectMany(r => r.Select(e => e.Item))], [.. rows.SelectMany(r => r.Select(e => e.Weight))]);
    }
}
