namespace Bellwether.Learning.Kernels;

/// <summary>Sequential minimal optimization: moves two variables at a time, chosen by second-order information, and sets aside those that rest at a bound.</summary>
/// <remarks>Fan, Chen and Lin, "Working set selection using second order information" (2005), WSS 2; Chang and Lin, "LIBSVM" (2011), section 4 on shrinking and the
/// reconstruction of the gradient.</remarks>
internal sealed class SmoSolver
{
    private const double Least = 1e-12;

    private readonly KernelRows _rows;
    private readonly int[] _points;
    private readonly sbyte[] _y;
    private readonly double[] _p;
    private readonly double[] _c;
    private readonly double[] _a;
    private readonly double[] _gradient;
    private readonly double[] _bound;
    private readonly int[] _active;
    private readonly double _tolerance;
    private int _count;
    private bool _unshrunk;

    public SmoSolver(KernelRows rows, SmoProblem problem, double tolerance)
    {
        (_rows, _points, _y, _p, _c) = (rows, problem.Points, problem.Signs, problem.Linear, problem.Bounds);
        (_a, _tolerance) = ((double[])problem.Start.Clone(), tolerance);
        (_gradient, _bound) = ((double[])_p.Clone(), new double[_p.Length]);
        _active = [.. Enumerable.Range(0, _p.Length)];
        _count = _active.Length;
    }

    /// <summary>Solves; at most so many moves.</summary>
    public SmoSolution Solve(bool shrink, int maxIterations, CancellationToken cancellationToken)
    {
        for (var i = 0; i < _a.Length; i++)
            if (_a[i] > 0)
                Start(i);
        var (iterations, wait) = (0, Math.Min(_a.Length, 1000) + 1);
        for (; iterations < maxIterations; iterations++)
        {
            if (--wait == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                wait = Math.Min(_a.Length, 1000);
                if (shrink)
                    Shrink();
            }

            if (!Select(out var i, out var j))
            {
                Reconstruct();
                _count = _active.Length;
                if (!Select(out i, out j))
                    break;
                wait = 1;
            }

            Move(i, j);
        }

        Reconstruct();
        _count = _active.Length;
        var objective = 0.0;
        for (var t = 0; t < _a.Length; t++)
            objective += _a[t] * (_gradient[t] + _p[t]) / 2;
        return new SmoSolution(_a, Rho(), objective, iterations);
    }

    private void Start(int i)
    {
        var row = _rows.Row(_points[i]);
        for (var t = 0; t < _a.Length; t++)
        {
            var q = _y[i] * _y[t] * (double)row[_points[t]];
            _gradient[t] += _a[i] * q;
            if (AtUpper(i))
                _bound[t] += _c[i] * q;
        }
    }

    private bool AtUpper(int t) => _a[t] >= _c[t];

    private bool AtLower(int t) => _a[t] <= 0;

    private bool Up(int t) => _y[t] > 0 ? !AtUpper(t) : !AtLower(t);

    private bool Down(int t) => _y[t] > 0 ? !AtLower(t) : !AtUpper(t);

    /// <summary>The most violating variable, and the one with which it lowers the objective most; false when none violates by more than the tolerance.</summary>
    private bool Select(out int i, out int j)
    {
        var (most, least, best) = (double.NegativeInfinity, double.PositiveInfinity, double.PositiveInfinity);
        (i, j) = (-1, -1);
        foreach (var t in _active.AsSpan(0, _count))
            if (Up(t) && -_y[t] * _gradient[t] >= most)
                (most, i) = (-_y[t] * _gradient[t], t);
        if (i < 0)
            return false;
        var row = _rows.Row(_points[i]);
        var own = _rows.Diagonal[_points[i]];
        foreach (var t in _active.AsSpan(0, _count))
        {
            if (!Down(t))
                continue;
            var value = -_y[t] * _gradient[t];
            least = Math.Min(least, value);
            var gap = most - value;
            if (gap <= 0)
                continue;
            var curvature = own + _rows.Diagonal[_points[t]] - (2 * (double)row[_points[t]]);
            var gain = -(gap * gap) / (curvature > 0 ? curvature : Least);
            if (gain <= best)
                (best, j) = (gain, t);
        }

        return j >= 0 && most - least >= _tolerance;
    }

    /// <summary>Minimizes over two variables, and brings the gradient up to date.</summary>
    private void Move(int i, int j)
    {
        var (first, second) = (_rows.Row(_points[i]), _rows.Row(_points[j]));
        var curvature = _rows.Diagonal[_points[i]] + _rows.Diagonal[_points[j]] - (2 * (double)first[_points[j]]);
        curvature = curvature > 0 ? curvature : Least;
        var (oldI, oldJ, upperI, upperJ) = (_a[i], _a[j], AtUpper(i), AtUpper(j));
        if (_y[i] != _y[j])
            MoveApart(i, j, (-_gradient[i] - _gradient[j]) / curvature);
        else
            MoveTogether(i, j, (_gradient[i] - _gradient[j]) / curvature);
        var (stepI, stepJ) = (_y[i] * (_a[i] - oldI), _y[j] * (_a[j] - oldJ));
        foreach (var t in _active.AsSpan(0, _count))
            _gradient[t] += _y[t] * ((first[_points[t]] * stepI) + (second[_points[t]] * stepJ));
        if (upperI != AtUpper(i))
            Bound(first, upperI ? -_c[i] * _y[i] : _c[i] * _y[i]);
        if (upperJ != AtUpper(j))
            Bound(second, upperJ ? -_c[j] * _y[j] : _c[j] * _y[j]);
    }

    private void MoveApart(int i, int j, double step)
    {
        var (difference, ci, cj) = (_a[i] - _a[j], _c[i], _c[j]);
        (_a[i], _a[j]) = (_a[i] + step, _a[j] + step);
        if (difference > 0 && _a[j] < 0)
            (_a[i], _a[j]) = (difference, 0);
        else if (difference <= 0 && _a[i] < 0)
            (_a[i], _a[j]) = (0, -difference);
        if (difference > ci - cj && _a[i] > ci)
            (_a[i], _a[j]) = (ci, ci - difference);
        else if (difference <= ci - cj && _a[j] > cj)
            (_a[i], _a[j]) = (cj + difference, cj);
    }

    private void MoveTogether(int i, int j, double step)
    {
        var (sum, ci, cj) = (_a[i] + _a[j], _c[i], _c[j]);
        (_a[i], _a[j]) = (_a[i] - step, _a[j] + step);
        if (sum > ci && _a[i] > ci)
            (_a[i], _a[j]) = (ci, sum - ci);
        else if (sum <= ci && _a[j] < 0)
            (_a[i], _a[j]) = (sum, 0);
        if (sum > cj && _a[j] > cj)
            (_a[i], _a[j]) = (sum - cj, cj);
        else if (sum <= cj && _a[i] < 0)
            (_a[i], _a[j]) = (0, sum);
    }

    private void Bound(float[] row, double change)
    {
        for (var t = 0; t < _bound.Length; t++)
            _bound[t] += change * _y[t] * row[_points[t]];
    }

    /// <summary>Sets aside variables at a bound that would not leave it; takes all back once, near the end.</summary>
    private void Shrink()
    {
        var (up, down) = (double.NegativeInfinity, double.NegativeInfinity);
        foreach (var t in _active.AsSpan(0, _count))
        {
            if (Up(t))
                up = Math.Max(up, -_y[t] * _gradient[t]);
            if (Down(t))
                down = Math.Max(down, _y[t] * _gradient[t]);
        }

        if (!_unshrunk && up + down <= _tolerance * 10)
        {
            _unshrunk = true;
            Reconstruct();
            _count = _active.Length;
        }

        for (var at = 0; at < _count; at++)
            while (at < _count && Rests(_active[at], up, down))
            {
                _count--;
                (_active[at], _active[_count]) = (_active[_count], _active[at]);
            }
    }

    private bool Rests(int t, double up, double down)
    {
        if (!AtUpper(t) && !AtLower(t))
            return false;
        var value = _y[t] * _gradient[t];
        return Up(t) ? -value < -down && !Down(t) : value < -up;
    }

    /// <summary>Computes the gradient of variables that were set aside.</summary>
    private void Reconstruct()
    {
        if (_count == _active.Length)
            return;
        var aside = _active.AsSpan(_count);
        foreach (var t in aside)
            _gradient[t] = _bound[t] + _p[t];
        for (var at = 0; at < _active.Length; at++)
        {
            var i = _active[at];
            if (AtUpper(i) || AtLower(i))
                continue;
            var (row, step) = (_rows.Row(_points[i]), _a[i] * _y[i]);
            foreach (var t in aside)
                _gradient[t] += _y[t] * step * row[_points[t]];
        }
    }

    private double Rho()
    {
        var (high, low, sum, free) = (double.PositiveInfinity, double.NegativeInfinity, 0.0, 0);
        for (var t = 0; t < _a.Length; t++)
        {
            var value = _y[t] * _gradient[t];
            if (!AtUpper(t) && !AtLower(t))
                (sum, free) = (sum + value, free + 1);
            else if (Up(t))
                high = Math.Min(high, value);
            else
                low = Math.Max(low, value);
        }

        return free > 0 ? sum / free : double.IsFinite(high) && double.IsFinite(low) ? (high + low) / 2 : double.IsFinite(high) ? high : double.IsFinite(low) ? low : 0;
    }
}
