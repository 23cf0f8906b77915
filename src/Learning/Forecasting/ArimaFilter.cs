using System.Numerics.Tensors;

namespace Bellwether.Learning.Forecasting;

/// <summary>The Gaussian likelihood of a differenced series under an ARMA model: exact by the Kalman filter, or conditional on the first values.</summary>
/// <remarks>Harvey's state space (Gardner, Harvey and Phillips, AS 154, 1980), r = max(p, q + 1) states. Nothing is observed with noise, so the filtered
/// variance of the first state is 0, and a step costs r²/2; once the variance has converged it costs r. The stationary variance comes by doubling, r³ per
/// squaring. Holds scratch for one fit: not safe for concurrent use.</remarks>
internal sealed class ArimaFilter
{
    private readonly double[] _values;
    private double[] _ar = [], _ma = [], _state = [], _next = [], _variance = [], _after = [];

    public ArimaFilter(double[] values) => _values = values;

    /// <summary>The state expected after the last value.</summary>
    public ReadOnlySpan<double> State => _state;

    /// <summary>The variance of the innovations in the last run.</summary>
    public double Variance { get; private set; }

    /// <summary>Twice the negative log-likelihood of the last run; infinite where the model is not stationary.</summary>
    /// <param name="ar">p coefficients.</param>
    /// <param name="ma">q coefficients, added.</param>
    /// <param name="mean">Taken from every value.</param>
    /// <param name="exact">Whether the first values have their stationary distribution; if not, the first p only start the recursion.</param>
    public double Run(ReadOnlySpan<double> ar, ReadOnlySpan<double> ma, double mean, bool exact)
    {
        var r = Math.Max(ar.Length, ma.Length + 1);
        Prepare(ar, ma, r);
        var steady = !exact || !Stationary(r);
        if (exact && steady)
            return double.PositiveInfinity;
        double squares = 0, logs = 0;
        var skipped = exact ? 0 : ar.Length;
        for (var t = 0; t < _values.Length; t++)
        {
            var (w, error, f) = (_values[t] - mean, _values[t] - mean - _state[0], steady ? 1 : _variance[0]);
            if (!(f > 0))
                return double.PositiveInfinity;
            if (t >= skipped)
            {
                squares += error * error / f;
                logs += Math.Log(f);
            }

            if (steady)
            {
                TensorPrimitives.MultiplyAdd<double>(_ar, w, _state.AsSpan(1), _next);
                TensorPrimitives.MultiplyAdd<double>(_ma, t >= skipped ? error : 0, _next, _state.AsSpan(0, r));
                continue;
            }

            Step(r, w, error, f);
            steady = Converged(r);
        }

        var n = _values.Length - skipped;
        Variance = squares / Math.Max(1, n);
        return double.IsFinite(squares) && n > 0 ? (n * (Math.Log(2 * Math.PI * Math.Max(Variance, 1e-30)) + 1)) + logs : double.PositiveInfinity;
    }

    private void Prepare(ReadOnlySpan<double> ar, ReadOnlySpan<double> ma, int r)
    {
        if (_ar.Length != r)
            (_ar, _ma, _state, _next, _variance, _after) = (new double[r], new double[r], new double[r + 1], new double[r], new double[r * r], new double[r * r]);
        Array.Clear(_ar);
        Array.Clear(_ma);
        Array.Clear(_state);
        ar.CopyTo(_ar);
        ma.CopyTo(_ma);
    }

    /// <summary>Harvey's vector R: 1, then θ.</summary>
    private double R(int i) => i == 0 ? 1 : _ma[i - 1];

    private void Step(int r, double w, double error, double f)
    {
        for (var i = 0; i < r; i++)
            _next[i] = (_ar[i] * w) + (i + 1 < r ? _state[i + 1] + (_variance[(i + 1) * r] / f * error) : 0);
        _next.CopyTo(_state, 0);
        for (var i = 0; i < r; i++)
            for (var j = i; j < r; j++)
            {
                var moved = i + 1 < r && j + 1 < r ? _variance[((i + 1) * r) + j + 1] - (_variance[(i + 1) * r] * _variance[(j + 1) * r] / f) : 0;
                _after[(i * r) + j] = _after[(j * r) + i] = moved + (R(i) * R(j));
            }

        (_variance, _after) = (_after, _variance);
    }

    private bool Converged(int r)
    {
        for (var i = 0; i < r; i++)
            if (Math.Abs(_variance[(i * r) + i] - (R(i) * R(i))) > 1e-12)
                return false;
        return true;
    }

    /// <summary>P = T P T' + R R' by doubling; false where it does not converge.</summary>
    private bool Stationary(int r)
    {
        var (transition, sum) = (new double[r * r], _variance);
        for (var i = 0; i < r; i++)
        {
            transition[i * r] = _ar[i];
            if (i + 1 < r)
                transition[(i * r) + i + 1] = 1;
            for (var j = 0; j < r; j++)
                sum[(i * r) + j] = R(i) * R(j);
        }

        var (half, whole) = (new double[r * r], new double[r * r]);
        for (var doubling = 0; doubling < 40; doubling++)
        {
            Multiply(transition, sum, half, r, transposed: false);
            Multiply(half, transition, whole, r, transposed: true);
            var (largest, change) = (0.0, 0.0);
            for (var i = 0; i < sum.Length; i++)
            {
                sum[i] += whole[i];
                (largest, change) = (Math.Max(largest, Math.Abs(sum[i])), Math.Max(change, Math.Abs(whole[i])));
            }

            if (!double.IsFinite(largest) || largest > 1e12)
                return false;
            if (change <= 1e-14 * largest)
                return true;
            Multiply(transition, transition, half, r, transposed: false);
            half.CopyTo(transition, 0);
        }

        return false;
    }

    private static void Multiply(double[] a, double[] b, double[] product, int r, bool transposed)
    {
        Array.Clear(product);
        for (var i = 0; i < r; i++)
        {
            var row = product.AsSpan(i * r, r);
            if (transposed)
                for (var j = 0; j < r; j++)
                    row[j] = TensorPrimitives.Dot<double>(a.AsSpan(i * r, r), b.AsSpan(j * r, r));
            else
                for (var k = 0; k < r; k++)
                    if (a[(i * r) + k] != 0)
                        TensorPrimitives.MultiplyAdd(b.AsSpan(k * r, r), a[(i * r) + k], row, row);
        }
    }
}
