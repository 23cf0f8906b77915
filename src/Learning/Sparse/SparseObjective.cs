using Bellwether.Data.Models;
using Bellwether.Learning.Linear;
using Bellwether.Learning.Rows;
using Bellwether.Numerics.LinearAlgebra;
using Bellwether.Numerics.Optimization;

namespace Bellwether.Learning.Sparse;

/// <summary>½ l2 Σ β² + Σ weight · loss over sparse rows; the last coefficient is the intercept, where there is one, and is not penalized.</summary>
internal sealed class SparseObjective<TLoss> : ICurvedObjective
    where TLoss : struct, IRowLoss
{
    private readonly SparseMatrix _rows;
    private readonly double[] _labels;
    private readonly double[] _weights;
    private readonly double _l2;
    private readonly bool _intercept;
    private readonly FitContext _context;
    private readonly double[][] _sums;
    private readonly double[] _losses;
    private readonly double[] _point;
    private double[] _curvature;
    private double[] _settled;

    public SparseObjective(SparseMatrix rows, double[] labels, double[] weights, double l2, bool intercept, FitContext context)
    {
        (_rows, _labels, _weights, _l2, _intercept, _context) = (rows, labels, weights, l2, intercept, context);
        Dimension = rows.Width + (intercept ? 1 : 0);
        var groups = RowGroups.Count(rows.Rows, rows.Entries, Dimension);
        _sums = [.. Enumerable.Range(0, groups).Select(_ => new double[Dimension])];
        _losses = new double[groups];
        _point = new double[Dimension];
        (_curvature, _settled) = (new double[rows.Rows], new double[rows.Rows]);
    }

    public int Dimension { get; }

    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        var at = _point;
        point.CopyTo(at);
        RowGroups.Run(_rows.Rows, _sums.Length, _context, (group, from, to) =>
        {
            var (sum, loss) = (_sums[group], 0.0);
            sum.AsSpan().Clear();
            for (var row = from; row < to; row++)
            {
                var (weight, score) = (_weights[row], _rows.Dot(row, at) + (_intercept ? at[^1] : 0));
                if (weight == 0)
                    continue;
                loss += weight * TLoss.At(score, _labels[row], out var pull, out var curvature);
                _curvature[row] = weight * curvature;
                if (pull != 0)
                    Add(row, -weight * pull, sum);
            }

            _losses[group] = loss;
        });
        Reduce(gradient);
        var value = _losses.Sum();
        for (var i = 0; i < _rows.Width; i++)
        {
            value += 0.5 * _l2 * at[i] * at[i];
            gradient[i] += _l2 * at[i];
        }

        return value;
    }

    public void Settle(Span<double> diagonal)
    {
        (_curvature, _settled) = (_settled, _curvature);
        RowGroups.Run(_rows.Rows, _sums.Length, _context, (group, from, to) =>
        {
            var sum = _sums[group];
            sum.AsSpan().Clear();
            for (var row = from; row < to; row++)
            {
                var weight = _settled[row];
                if (weight == 0)
                    continue;
                var columns = _rows.Columns(row);
                var values = _rows.Values(row);
                for (var i = 0; i < columns.Length; i++)
                    sum[columns[i]] += weight * values[i] * values[i];
                if (_intercept)
                    sum[^1] += weight;
            }
        });
        Reduce(diagonal);
        for (var i = 0; i < _rows.Width; i++)
            diagonal[i] += _l2;
    }

    public void HessianProduct(ReadOnlySpan<double> direction, Span<double> product)
    {
        var along = _point;
        direction.CopyTo(along);
        RowGroups.Run(_rows.Rows, _sums.Length, _context, (group, from, to) =>
        {
            var sum = _sums[group];
            sum.AsSpan().Clear();
            for (var row = from; row < to; row++)
                if (_settled[row] is not 0 and var weight)
                    Add(row, weight * (_rows.Dot(row, along) + (_intercept ? along[^1] : 0)), sum);
        });
        Reduce(product);
        for (var i = 0; i < _rows.Width; i++)
            product[i] += _l2 * along[i];
    }

    private void Add(int row, double scale, double[] sum)
    {
        _rows.AddScaled(row, scale, sum);
        if (_intercept)
            sum[^1] += scale;
    }

    private void Reduce(Span<double> target)
    {
        _sums[0].CopyTo(target);
        for (var group = 1; group < _sums.Length; group++)
            DenseVectors.AddScaled(_sums[group], 1, target);
    }
}
