using Bellwether.Data.Models;
using Bellwether.Learning.Rows;
using Bellwether.Numerics.LinearAlgebra;
using Bellwether.Numerics.Optimization;

namespace Bellwether.Learning.Sparse;

/// <summary>½ l2 Σ β² + Σ weight · log-loss of k classes over sparse rows; coefficients (d, k), column after column, then the k intercepts.</summary>
internal sealed class SparseSoftmaxObjective : IObjective
{
    private readonly SparseMatrix _rows;
    private readonly double[] _labels;
    private readonly double[] _weights;
    private readonly int _classes;
    private readonly double _l2;
    private readonly bool _intercept;
    private readonly FitContext _context;
    private readonly double[][] _sums;
    private readonly double[] _losses;
    private readonly double[] _point;

    public SparseSoftmaxObjective(SparseMatrix rows, double[] labels, double[] weights, int classes, double l2, bool intercept, FitContext context)
    {
        (_rows, _labels, _weights, _classes, _l2, _intercept, _context) = (rows, labels, weights, classes, l2, intercept, context);
        Dimension = (rows.Width + 1) * classes;
        var groups = RowGroups.Count(rows.Rows, (long)rows.Entries * classes, Dimension);
        _sums = [.. Enumerable.Range(0, groups).Select(_ => new double[Dimension])];
        (_losses, _point) = (new double[groups], new double[Dimension]);
    }

    public int Dimension { get; }

    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        point.CopyTo(_point);
        RowGroups.Run(_rows.Rows, _sums.Length, _context, Sum);
        _sums[0].CopyTo(gradient);
        for (var group = 1; group < _sums.Length; group++)
            DenseVectors.AddScaled(_sums[group], 1, gradient);
        var penalized = _rows.Width * _classes;
        DenseVectors.AddScaled(_point.AsSpan(0, penalized), _l2, gradient[..penalized]);
        if (!_intercept)
            gradient[penalized..].Clear();
        return _losses.Sum() + (0.5 * _l2 * DenseVectors.Dot(_point.AsSpan(0, penalized), _point.AsSpan(0, penalized)));
    }

    private void Sum(int group, int from, int to)
    {
        var (sum, loss, k) = (_sums[group], 0.0, _classes);
        var (margins, intercepts) = (new double[k], _rows.Width * k);
        sum.AsSpan().Clear();
        for (var row = from; row < to; row++)
        {
            var weight = _weights[row];
            if (weight == 0)
                continue;
            var columns = _rows.Columns(row);
            var values = _rows.Values(row);
            _point.AsSpan(intercepts).CopyTo(margins);
            for (var i = 0; i < columns.Length; i++)
                DenseVectors.AddScaled(_point.AsSpan(columns[i] * k, k), values[i], margins);
            loss += weight * Derive(margins, (int)_labels[row], weight);
            for (var i = 0; i < columns.Length; i++)
                DenseVectors.AddScaled(margins, values[i], sum.AsSpan(columns[i] * k, k));
            DenseVectors.AddScaled(margins, 1, sum.AsSpan(intercepts));
        }

        _losses[group] = loss;
    }

    /// <summary>Turns margins into weight · (p - 1 at the label); gives the log-loss.</summary>
    private static double Derive(double[] margins, int label, double weight)
    {
        var most = double.NegativeInfinity;
        foreach (var margin in margins)
            most = Math.Max(most, margin);
        var (own, sum) = (margins[label] - most, 0.0);
        for (var c = 0; c < margins.Length; c++)
            sum += margins[c] = Math.Exp(margins[c] - most);
        for (var c = 0; c < margins.Length; c++)
            margins[c] *= weight / sum;
        margins[label] -= weight;
        return Math.Log(sum) - own;
    }
}
