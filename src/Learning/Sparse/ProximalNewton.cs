using Bellwether.Data.Models;
using Bellwether.Learning.Linear;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Sparse;

/// <summary>newGLMNET (Yuan, Ho and Lin, 2012, algorithm 4) for logistic loss with an elastic-net penalty: quadratics around the current point, minimized by
/// coordinate descent over the columns that are not shrunk away, then a line search.</summary>
internal sealed class ProximalNewton
{
    private const double Sigma = 0.01, Damping = 1e-12;
    private const int InnerLimit = 1000, SearchLimit = 20;

    private readonly SparseLogisticRegression _options;
    private readonly FitContext _context;
    private readonly SparseMatrix _byColumn;
    private readonly double[] _labels, _weights, _l1, _l2, _at, _target, _gradient, _diagonal, _scores, _moves, _curvature;
    private readonly int[] _order;
    private int _active;

    public ProximalNewton(SparseLogisticRegression options, SparseMatrix rows, double[] labels, double[] weights, FitContext context)
    {
        (_options, _labels, _weights, _context) = (options, labels, weights, context);
        _byColumn = UsedColumns.Of(rows, options.Intercept ? 1 : 0).Features.Transpose();
        var size = _byColumn.Rows;
        (_l1, _at, _target, _gradient, _diagonal) = (new double[size], new double[size], new double[size], new double[size], new double[size]);
        (_scores, _moves, _curvature) = (new double[labels.Length], new double[labels.Length], new double[labels.Length]);
        _l2 = new double[size];
        _l2.AsSpan().Fill(options.Penalty.Strength * (1 - options.Penalty.L1Share));
        _l1.AsSpan().Fill(options.Penalty.Strength * options.Penalty.L1Share);
        if (options.Intercept)
            (_l1[^1], _l2[^1]) = (0, 0);
        _order = [.. Enumerable.Range(0, size)];
        _active = size;
    }

    /// <summary>The coefficients; the last is the intercept, where there is one.</summary>
    public double[] Fit()
    {
        var (first, bound, inner) = (double.NaN, double.PositiveInfinity, 1.0);
        var tolerance = _options.Tolerance * SparseLogisticRegression.RareShare(_labels);
        for (var iteration = 0; iteration < _options.MaxIterations; iteration++)
        {
            _context.CancellationToken.ThrowIfCancellationRequested();
            Expand();
            var (violation, most) = Violations(bound);
            if (iteration == 0)
                first = violation;
            if (!(violation > tolerance * first))
            {
                if (_active == _order.Length)
                    break;
                (_active, bound) = (_order.Length, double.PositiveInfinity);
                continue;
            }

            bound = most;
            if (Descend(inner * first) <= 1)
                inner /= 4;
            if (!Advance())
                break;
            _context.Progress?.Report((iteration + 1.0) / _options.MaxIterations);
        }

        return _at;
    }

    /// <summary>Curvature per row, and the gradient's share per row in <see cref="_moves"/>.</summary>
    private void Expand()
    {
        for (var row = 0; row < _labels.Length; row++)
        {
            LogLoss.At(_scores[row], _labels[row], out var pull, out var curvature);
            (_moves[row], _curvature[row]) = (-_weights[row] * pull, _weights[row] * curvature);
        }
    }

    /// <summary>Gradient and diagonal of the smooth part per active column; shrinks columns that will stay 0; the sum and the largest violation.</summary>
    private (double Sum, double Most) Violations(double bound)
    {
        var (sum, most) = (0.0, 0.0);
        for (var s = 0; s < _active; s++)
        {
            var j = _order[s];
            var rows = _byColumn.Columns(j);
            var values = _byColumn.Values(j);
            var (gradient, diagonal) = (_l2[j] * _at[j], _l2[j] + Damping);
            for (var i = 0; i < rows.Length; i++)
            {
                gradient += _moves[rows[i]] * values[i];
                diagonal += _curvature[rows[i]] * values[i] * values[i];
            }

            (_gradient[j], _diagonal[j]) = (gradient, diagonal);
            var (up, down) = (gradient + _l1[j], gradient - _l1[j]);
            if (_at[j] == 0 && _l1[j] > 0 && up > bound / _labels.Length && down < -bound / _labels.Length)
            {
                (_order[s], _order[_active - 1]) = (_order[_active - 1], _order[s]);
                _active--;
                s--;
                continue;
            }

            var violation = _at[j] > 0 ? Math.Abs(up) : _at[j] < 0 ? Math.Abs(down) : Math.Max(0, Math.Max(-up, down));
            (sum, most) = (sum + violation, Math.Max(most, violation));
        }

        return (sum, most);
    }

    /// <summary>Minimizes the quadratic by coordinate descent: fills <see cref="_target"/>, and <see cref="_moves"/> with the change of each row's score. The number of cycles.</summary>
    private int Descend(double tolerance)
    {
        _at.CopyTo(_target, 0);
        _moves.AsSpan().Clear();
        var (active, bound, cycle) = (_active, double.PositiveInfinity, 0);
        while (cycle++ < InnerLimit)
        {
            var (sum, most) = (0.0, 0.0);
            for (var s = 0; s < active; s++)
            {
                var j = _order[s];
                var rows = _byColumn.Columns(j);
                var values = _byColumn.Values(j);
                var gradient = _gradient[j] + ((_l2[j] + Damping) * (_target[j] - _at[j]));
                for (var i = 0; i < rows.Length; i++)
                    gradient += values[i] * _curvature[rows[i]] * _moves[rows[i]];
                var (up, down) = (gradient + _l1[j], gradient - _l1[j]);
                if (_target[j] == 0 && _l1[j] > 0 && up > bound / _labels.Length && down < -bound / _labels.Length)
                {
                    (_order[s], _order[active - 1]) = (_order[active - 1], _order[s]);
                    active--;
                    s--;
                    continue;
                }

                var violation = _target[j] > 0 ? Math.Abs(up) : _target[j] < 0 ? Math.Abs(down) : Math.Max(0, Math.Max(-up, down));
                (sum, most) = (sum + violation, Math.Max(most, violation));
                var step = up < _diagonal[j] * _target[j] ? -up / _diagonal[j] : down > _diagonal[j] * _target[j] ? -down / _diagonal[j] : -_target[j];
                if (Math.Abs(step) < 1e-12)
                    continue;
                step = Math.Clamp(step, -10, 10);
                _target[j] += step;
                for (var i = 0; i < rows.Length; i++)
                    _moves[rows[i]] += step * values[i];
            }

            bound = most;
            if (sum > tolerance)
                continue;
            if (active == _active)
                break;
            (active, bound) = (_active, double.PositiveInfinity);
        }

        return cycle;
    }

    /// <summary>Moves as far towards the target as the objective falls enough; false when it does not.</summary>
    private bool Advance()
    {
        double slope = 0, before = 0;
        for (var s = 0; s < _active; s++)
        {
            var j = _order[s];
            slope += (_gradient[j] * (_target[j] - _at[j])) + (_l1[j] * (Math.Abs(_target[j]) - Math.Abs(_at[j])));
            before += (_l1[j] * Math.Abs(_at[j])) + (0.5 * _l2[j] * _at[j] * _at[j]);
        }

        before += Loss(0);
        var step = 1.0;
        for (var trial = 0; trial < SearchLimit; trial++, step /= 2)
        {
            var after = Loss(step);
            for (var s = 0; s < _active; s++)
            {
                var there = _at[_order[s]] + (step * (_target[_order[s]] - _at[_order[s]]));
                after += (_l1[_order[s]] * Math.Abs(there)) + (0.5 * _l2[_order[s]] * there * there);
            }

            if (!(after - before <= Sigma * step * slope))
                continue;
            for (var s = 0; s < _active; s++)
                _at[_order[s]] = step == 1 ? _target[_order[s]] : _at[_order[s]] + (step * (_target[_order[s]] - _at[_order[s]]));
            for (var row = 0; row < _scores.Length; row++)
                _scores[row] += step * _moves[row];
            return true;
        }

        return false;
    }

    private double Loss(double step)
    {
        var sum = 0.0;
        for (var row = 0; row < _scores.Length; row++)
            if (_weights[row] > 0)
                sum += _weights[row] * LogLoss.At(_scores[row] + (step * _moves[row]), _labels[row], out _, out _);
        return sum;
    }
}
