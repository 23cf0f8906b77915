using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;
using Bellwether.Numerics.LinearAlgebra;
using Bellwether.Numerics.Optimization;

namespace Bellwether.Learning.Linear;

/// <summary>Penalized log-loss of k classes over dense rows; coefficients (k, p), class after class.</summary>
internal sealed class SoftmaxObjective : IObjective
{
    private readonly Dataset _rows;
    private readonly int _classes;
    private readonly int _columns;
    private readonly double _l2;
    private readonly FitContext _context;
    private readonly DesignBlock[] _blocks;
    private readonly double[][] _gradients;
    private readonly double[][] _scores;
    private readonly double[] _losses;

    public SoftmaxObjective(Dataset rows, Design design, int classes, double l2, FitContext context)
    {
        (_rows, _classes, _columns, _l2, _context) = (rows, classes, design.Columns, l2, context);
        Dimension = checked(classes * design.Columns);
        var groups = RowGroups.Count(rows.Rows, (long)rows.Rows * (design.Dense + design.Categorical), Dimension);
        _blocks = [.. Enumerable.Range(0, groups).Select(_ => new DesignBlock(design, rows))];
        _gradients = [.. Enumerable.Range(0, groups).Select(_ => new double[Dimension])];
        _scores = [.. Enumerable.Range(0, groups).Select(_ => new double[classes * DesignBlock.Size])];
        _losses = new double[groups];
        for (var row = 0; row < rows.Rows; row++)
            TotalWeight += rows.Weight(row);
    }

    public int Dimension { get; }

    public double TotalWeight { get; }

    /// <summary>Zeros but for the intercepts, which give each class its share of the rows.</summary>
    public double[] Start()
    {
        var shares = new double[_classes];
        for (var row = 0; row < _rows.Rows; row++)
            shares[(int)_rows.Labels[row]] += _rows.Weight(row);
        var start = new double[Dimension];
        for (var c = 0; c < _classes; c++)
            start[c * _columns] = Math.Log(Math.Max(shares[c] / TotalWeight, 1e-6));
        return start;
    }

    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        var at = point.ToArray();
        RowGroups.Run(_rows.Rows, _blocks.Length, _context, (group, from, to) => Sum(group, from, to, at));
        var objective = 0.0;
        gradient.Clear();
        for (var group = 0; group < _blocks.Length; group++)
        {
            DenseVectors.AddScaled(_gradients[group], 1, gradient);
            objective += _losses[group];
        }

        for (var i = 0; i < at.Length; i++)
        {
            if (i % _columns == 0)
                continue;
            objective += 0.5 * _l2 * at[i] * at[i];
            gradient[i] += _l2 * at[i];
        }

        return objective;
    }

    private void Sum(int group, int from, int to, double[] at)
    {
        const int size = DesignBlock.Size;
        var (block, gradient, scores, loss) = (_blocks[group], _gradients[group], _scores[group], 0.0);
        gradient.AsSpan().Clear();
        for (var first = from; first < to; first += size)
        {
            _context.CancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(size, to - first);
            block.Read(first, count);
            for (var c = 0; c < _classes; c++)
                block.Scores(at.AsSpan(c * _columns, _columns), scores.AsSpan(c * size, size));
            loss += Derive(scores, first, count);
            for (var c = 0; c < _classes; c++)
                block.AddPull(scores.AsSpan(c * size, size), gradient.AsSpan(c * _columns, _columns));
        }

        _losses[group] = loss;
    }

    /// <summary>Turns scores (k, Size) into the loss's derivatives by them, 0 beyond the rows; gives the loss.</summary>
    private double Derive(Span<double> scores, int first, int count)
    {
        const int size = DesignBlock.Size;
        var loss = 0.0;
        for (var row = 0; row < count; row++)
        {
            var (most, sum) = (double.NegativeInfinity, 0.0);
            for (var at = row; at < scores.Length; at += size)
                most = Math.Max(most, scores[at]);
            var (weight, own) = (_rows.Weight(first + row), ((int)_rows.Labels[first + row] * size) + row);
            var margin = scores[own] - most;
            for (var at = row; at < scores.Length; at += size)
                sum += scores[at] = Math.Exp(scores[at] - most);
            for (var at = row; at < scores.Length; at += size)
                scores[at] *= weight / sum;
            scores[own] -= weight;
            loss += weight * (Math.Log(sum) - margin);
        }

        for (var c = 0; c < _classes; c++)
            scores.Slice((c * size) + count, size - count).Clear();
        return loss;
    }
}
