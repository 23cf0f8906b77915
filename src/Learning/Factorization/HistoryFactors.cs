using System.Numerics.Tensors;
using Bellwether.Learning.Recommenders;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Factorization;

/// <summary>Finds the factors of somebody from a history, with item factors fixed. Immutable; nothing is allocated per history.</summary>
internal sealed class HistoryFactors
{
    private const int Chunk = 32;

    private readonly FactorSet _set;
    private readonly FoldIn _fold;
    private readonly float[] _gram;
    private readonly float[] _mean;

    public HistoryFactors(FactorSet set, FoldIn fold)
    {
        (_set, _fold) = (set, fold);
        _mean = Mean(set);
        _gram = fold is { Kind: FoldKind.Implicit, Unobserved: > 0 } && set.Factors > 0 ? new float[set.Factors * set.Factors] : [];
        if (_gram.Length > 0)
        {
            MatrixProduct.Gram<float>(set.ItemFactors, set.Factors, _gram);
            TensorPrimitives.Multiply(_gram, (float)fold.Unobserved, _gram);
        }
    }

    /// <summary>Writes factors (d), then the user's bias.</summary>
    public void Find(ReadOnlySpan<int> history, ReadOnlySpan<float> values, Span<float> result)
    {
        var (d, known) = (_set.Factors, 0);
        foreach (var item in history)
            known += (uint)item < (uint)_set.Items ? 1 : 0;
        result.Clear();
        if (known == 0)
            _mean.CopyTo(result);
        else if (_fold.Kind == FoldKind.Projection)
            Project(history, values, result[..d]);
        else if (_fold.Kind == FoldKind.Implicit)
            SolveImplicit(history, values, known, result[..d]);
        else
            SolveRatings(history, values, known, result);
    }

    /// <summary>Users without a history get the mean of the others, so that they are offered what suits everybody.</summary>
    public static void FillEmpty(SparseMatrix histories, float[] factors, int d)
    {
        var (mean, count) = (new double[d], 0);
        for (var user = 0; user < histories.Rows; user++)
        {
            if (histories.Columns(user).IsEmpty)
                continue;
            count++;
            for (var f = 0; f < d; f++)
                mean[f] += factors[(user * d) + f];
        }

        for (var user = 0; user < histories.Rows; user++)
            for (var f = 0; f < d && histories.Columns(user).IsEmpty; f++)
                factors[(user * d) + f] = (float)(mean[f] / Math.Max(1, count));
    }

    private static float[] Mean(FactorSet set)
    {
        var mean = new float[set.Factors + 1];
        if (set.Mean != 0 || set.ItemBias.Length > 0 || set.Users == 0)
            return mean;
        for (var f = 0; f < set.Factors; f++)
        {
            var sum = 0.0;
            for (var user = 0; user < set.Users; user++)
                sum += set.UserFactors[(user * set.Factors) + f];
            mean[f] = (float)(sum / set.Users);
        }

        return mean;
    }

    private ReadOnlySpan<float> Item(int item) => _set.ItemFactors.AsSpan(item * _set.Factors, _set.Factors);

    private void Project(ReadOnlySpan<int> history, ReadOnlySpan<float> values, Span<float> result)
    {
        for (var at = 0; at < history.Length; at++)
            if ((uint)history[at] < (uint)_set.Items)
                TensorPrimitives.MultiplyAdd(Item(history[at]), ScoreSpan.Value(values, at), result, result);
    }

    private void SolveImplicit(ReadOnlySpan<int> history, ReadOnlySpan<float> values, int known, Span<float> result)
    {
        var d = _set.Factors;
        using var matrixScratch = new RentedFloats(d * d);
        using var rowScratch = new RentedFloats(Chunk * d);
        Span<float> weights = stackalloc float[Chunk];
        var matrix = matrixScratch.Span;
        var rows = rowScratch.Span;
        var filled = 0;
        if (_gram.Length > 0)
            _gram.CopyTo(matrix);
        else
            matrix.Clear();
        var penalty = Math.Max(1e-6f, (float)_fold.Penalty(known, _set.Items));
        for (var f = 0; f < d; f++)
            matrix[(f * d) + f] += penalty;
        for (var at = 0; at < history.Length; at++)
        {
            if ((uint)history[at] >= (uint)_set.Items)
                continue;
            weights[filled] = Math.Max(0, ScoreSpan.Value(values, at));
            Item(history[at]).CopyTo(rows[(filled * d)..]);
            TensorPrimitives.MultiplyAdd(Item(history[at]), weights[filled], result, result);
            if (++filled < Chunk)
                continue;
            SmallSystem.AddOuterProducts<float>(matrix, d, rows, weights);
            filled = 0;
        }

        SmallSystem.AddOuterProducts<float>(matrix, d, rows[..(filled * d)], weights[..filled]);
        if (!SmallSystem.Solve(matrix, d, result))
            _mean.AsSpan(0, d).CopyTo(result);
    }

    /// <summary>One system for factors and bias: a row is the item's factors and a 1.</summary>
    private void SolveRatings(ReadOnlySpan<int> history, ReadOnlySpan<float> values, int known, Span<float> result)
    {
        var (d, size) = (_set.Factors, _set.Factors + 1);
        using var matrixScratch = new RentedFloats(size * size);
        using var rowScratch = new RentedFloats(size);
        using var touchScratch = new RentedFloats(size);
        var matrix = matrixScratch.Span;
        var row = rowScratch.Span;
        var touched = touchScratch.Span;
        matrix.Clear();
        touched.Clear();
        var penalty = Math.Max(1e-6f, (float)_fold.Penalty(known, _set.Items));
        for (var f = 0; f < size; f++)
            matrix[(f * size) + f] = penalty;
        if (_set.HistoryFactors.Length > 0)
            foreach (var item in history)
                if ((uint)item < (uint)_set.Items)
                    TensorPrimitives.MultiplyAdd(_set.HistoryFactors.AsSpan(item * d, d), 1 / MathF.Sqrt(known), touched[..d], touched[..d]);
        for (var at = 0; at < history.Length; at++)
        {
            if ((uint)history[at] >= (uint)_set.Items)
                continue;
            Item(history[at]).CopyTo(row);
            row[d] = 1;
            var left = ScoreSpan.Value(values, at) - _set.Mean - (_set.ItemBias.Length > 0 ? _set.ItemBias[history[at]] : 0) - TensorPrimitives.Dot<float>(row, touched);
            TensorPrimitives.MultiplyAdd(row, left, result, result);
            SmallSystem.AddOuterProducts<float>(matrix, size, row, []);
        }

        if (SmallSystem.Solve(matrix, size, result))
            TensorPrimitives.Add(result, touched, result);
        else
            result.Clear();
    }
}
