using System.Numerics.Tensors;
using Bellwether.Data.Models;
using Bellwether.Numerics.LinearAlgebra;
using Bellwether.Numerics.Parallelism;

namespace Bellwether.Learning.Factorization;

/// <summary>Half an epoch of implicit ALS: solves for all rows of a matrix with the columns' factors fixed.</summary>
internal sealed class AlsStep(SparseMatrix matrix, FoldIn fold, int d, FitContext context)
{
    private const int Block = 32;

    /// <summary>Writes factors (rows, d) from factors (columns, d). A row without entries becomes 0.</summary>
    public void Solve(float[] from, float[] to)
    {
        var gram = new float[d * d];
        MatrixProduct.Gram<float>(from, d, gram, context.Threads, context.CancellationToken);
        TensorPrimitives.Multiply(gram, (float)fold.Unobserved, gram);
        Fork.Blocks(matrix.Rows, Block, context.Threads, (first, last) =>
        {
            using var system = new RentedFloats(d * d);
            using var rows = new RentedFloats(LongestRow(first, last) * d);
            for (var row = first; row < last; row++)
                SolveRow(row, from, to.AsSpan(row * d, d), gram, system.Span, rows.Span);
        }, context.CancellationToken);
    }

    private int LongestRow(int first, int last)
    {
        var longest = 1;
        for (var row = first; row < last; row++)
            longest = Math.Max(longest, matrix.Columns(row).Length);
        return longest;
    }

    private void SolveRow(int row, float[] from, Span<float> result, float[] gram, Span<float> system, Span<float> rows)
    {
        var columns = matrix.Columns(row);
        var weights = matrix.Values(row);
        result.Clear();
        if (columns.IsEmpty)
            return;
        gram.CopyTo(system);
        var penalty = (float)fold.Penalty(columns.Length, matrix.Width);
        for (var f = 0; f < d; f++)
            system[(f * d) + f] += penalty;
        for (var at = 0; at < columns.Length; at++)
        {
            var factors = from.AsSpan(columns[at] * d, d);
            factors.CopyTo(rows.Slice(at * d, d));
            TensorPrimitives.MultiplyAdd(factors, weights[at], result, result);
        }

        SmallSystem.AddOuterProducts<float>(system, d, rows[..(columns.Length * d)], weights);
        if (!SmallSystem.Solve(system, d, result))
            throw new TrainingException(
                $"The least-squares system of row {row} must be positive definite in single precision, but is not. Scale the values down or raise L2 above {fold.L2}.");
    }
}
