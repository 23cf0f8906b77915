using Bellwether.Data.Models;
using Bellwether.Numerics.LinearAlgebra;
using Bellwether.Numerics.Optimization;
using Bellwether.Numerics.Parallelism;

namespace Bellwether.Learning.Sparse;

/// <summary>½ l2 Σ β² + Σ weight · log-loss of k classes over sparse rows; coefficients (d, k), column after column, then the k intercepts.</summary>
/// <remarks>Margins are made row by row, shared out over threads; sums over rows then class range by class range, each from the first row to the last, so that no
/// number depends on the number of threads and no thread needs a gradient of its own. Memory: 24 bytes per row and class beside the coefficients.</remarks>
internal sealed class SparseSoftmaxObjective : ICurvedObjective
{
    private const int RowBlock = 256, ClassBlock = 32;

    private readonly SparseMatrix _rows;
    private readonly double[] _labels;
    private readonly double[] _weights;
    private readonly int _classes;
    private readonly double _l2;
    private readonly bool _intercept;
    private readonly FitContext _context;
    private readonly double[] _losses;
    private readonly double[] _point;
    private readonly double[] _target;
    private readonly double[] _pulls;
    private double[] _shares;
    private double[] _settled;

    public SparseSoftmaxObjective(SparseMatrix rows, double[] labels, double[] weights, int classes, double l2, bool intercept, FitContext context)
    {
        (_rows, _labels, _weights, _classes, _l2, _intercept, _context) = (rows, labels, weights, classes, l2, intercept, context);
        Dimension = (rows.Width + 1) * classes;
        (_losses, _point, _target) = (new double[rows.Rows], new double[Dimension], new double[Dimension]);
        (_pulls, _shares, _settled) = (new double[rows.Rows * classes], new double[rows.Rows * classes], new double[rows.Rows * classes]);
    }

    public int Dimension { get; }

    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        point.CopyTo(_point);
        EachRow(row =>
        {
            var shares = Of(_shares, row);
            var pulls = Of(_pulls, row);
            var weight = _weights[row];
            if (weight == 0)
                return;
            Margins(row, shares);
            var loss = ToShares(shares, (int)_labels[row]);
            for (var c = 0; c < shares.Length; c++)
                pulls[c] = weight * shares[c];
            pulls[(int)_labels[row]] -= weight;
            _losses[row] = weight * loss;
        });
        SumPulls(gradient);
        var value = 0.0;
        foreach (var loss in _losses)
            value += loss;
        return value + (0.5 * _l2 * DenseVectors.Dot(_point.AsSpan(0, _rows.Width * _classes), _point.AsSpan(0, _rows.Width * _classes)));
    }

    public void Settle(Span<double> diagonal)
    {
        _shares.CopyTo(_settled, 0);
        var k = _classes;
        EachClassRange((from, to) =>
        {
            Clear(from, to);
            for (var row = 0; row < _rows.Rows; row++)
            {
                if (_weights[row] == 0)
                    continue;
                var columns = _rows.Columns(row);
                var values = _rows.Values(row);
                var shares = Of(_settled, row)[from..to];
                var pulls = Of(_pulls, row)[from..to];
                for (var c = 0; c < pulls.Length; c++)
                    pulls[c] = _weights[row] * shares[c] * (1 - shares[c]);
                for (var i = 0; i < columns.Length; i++)
                    DenseVectors.AddScaled(pulls, (double)values[i] * values[i], _target.AsSpan((columns[i] * k) + from, to - from));
                DenseVectors.AddScaled(pulls, 1, _target.AsSpan((_rows.Width * k) + from, to - from));
            }
        });
        Finish(diagonal, default);
        for (var i = 0; i < _rows.Width * k; i++)
            diagonal[i] += _l2;
    }

    public void HessianProduct(ReadOnlySpan<double> direction, Span<double> product)
    {
        direction.CopyTo(_point);
        EachRow(row =>
        {
            var shares = Of(_settled, row);
            var pulls = Of(_pulls, row);
            var weight = _weights[row];
            if (weight == 0)
                return;
            Margins(row, pulls);
            var mean = DenseVectors.Dot(shares, pulls);
            for (var c = 0; c < pulls.Length; c++)
                pulls[c] = weight * shares[c] * (pulls[c] - mean);
        });
        SumPulls(product);
    }

    private Span<double> Of(double[] matrix, int row) => matrix.AsSpan(row * _classes, _classes);

    private void EachRow(Action<int> work) => Fork.Blocks(_rows.Rows, RowBlock, _context.Threads, (from, to) =>
    {
        for (var row = from; row < to; row++)
            work(row);
    }, _context.CancellationToken);

    private void EachClassRange(Action<int, int> work) => Fork.Blocks(_classes, ClassBlock, _context.Threads, work, _context.CancellationToken);

    /// <summary>Writes the k linear scores of a row at the point.</summary>
    private void Margins(int row, Span<double> margins)
    {
        var columns = _rows.Columns(row);
        var values = _rows.Values(row);
        var k = _classes;
        if (_intercept)
            _point.AsSpan(_rows.Width * k).CopyTo(margins);
        else
            margins.Clear();
        for (var i = 0; i < columns.Length; i++)
            DenseVectors.AddScaled(_point.AsSpan(columns[i] * k, k), values[i], margins);
    }

    /// <summary>Writes Σ value · pull of all rows, and l2 times the point.</summary>
    private void SumPulls(Span<double> target)
    {
        var k = _classes;
        EachClassRange((from, to) =>
        {
            Clear(from, to);
            for (var row = 0; row < _rows.Rows; row++)
            {
                if (_weights[row] == 0)
                    continue;
                var columns = _rows.Columns(row);
                var values = _rows.Values(row);
                var pulls = Of(_pulls, row)[from..to];
                for (var i = 0; i < columns.Length; i++)
                    DenseVectors.AddScaled(pulls, values[i], _target.AsSpan((columns[i] * k) + from, to - from));
                DenseVectors.AddScaled(pulls, 1, _target.AsSpan((_rows.Width * k) + from, to - from));
            }
        });
        Finish(target, _point);
    }

    private void Clear(int from, int to)
    {
        for (var column = 0; column <= _rows.Width; column++)
            _target.AsSpan((column * _classes) + from, to - from).Clear();
    }

    private void Finish(Span<double> target, ReadOnlySpan<double> point)
    {
        _target.CopyTo(target);
        var penalized = _rows.Width * _classes;
        if (point.Length > 0)
            DenseVectors.AddScaled(point[..penalized], _l2, target[..penalized]);
        if (!_intercept)
            target[penalized..].Clear();
    }

    /// <summary>Turns margins into probabilities; gives the log-loss.</summary>
    private static double ToShares(Span<double> margins, int label)
    {
        var most = double.NegativeInfinity;
        foreach (var margin in margins)
            most = Math.Max(most, margin);
        var (own, sum) = (margins[label] - most, 0.0);
        for (var c = 0; c < margins.Length; c++)
            sum += margins[c] = Math.Exp(margins[c] - most);
        for (var c = 0; c < margins.Length; c++)
            margins[c] /= sum;
        return Math.Log(sum) - own;
    }
}
