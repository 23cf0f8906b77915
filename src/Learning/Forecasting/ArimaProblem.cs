using Bellwether.Numerics.Optimization;

namespace Bellwether.Learning.Forecasting;

/// <summary>Fits ARIMA models of one order to a scaled series without gaps.</summary>
internal sealed class ArimaProblem
{
    private readonly ArimaOrder _order;
    private readonly int _m;
    private readonly double[] _differenced;
    private readonly ArimaFilter _filter;
    private readonly double _unit, _centre;

    public ArimaProblem(ArimaOrder order, double[] values, int season)
    {
        (_order, _m) = (order, season);
        _differenced = ArimaPolynomial.Difference(values, ArimaPolynomial.Differencing(order.Differences, order.SeasonalDifferences, season));
        _filter = new ArimaFilter(_differenced);
        _centre = order.Constant && _differenced.Length > 0 ? _differenced.Average() : 0;
        _unit = _differenced.Length > 0 ? Math.Sqrt(_differenced.Sum(w => (w - _centre) * (w - _centre)) / _differenced.Length) : 0;
    }

    /// <summary>How many differenced values there are.</summary>
    public int Count => _differenced.Length;

    /// <summary>Whether the differenced values are all the same, so that there is nothing to learn.</summary>
    public bool Flat => !(_unit > 1e-12);

    public ArimaFit? Fit(bool exact, double[]? start, int iterations, CancellationToken cancellationToken, out double[] point)
    {
        point = start ?? new double[_order.Parameters];
        var free = new FiniteDifferences(p => 0.5 * Value(p, exact), _order.Parameters);
        if (!double.IsFinite(Value(point, exact)))
            return null;
        if (point.Length > 0)
            new Lbfgs { MaxIterations = iterations, Tolerance = 1e-4 * Math.Sqrt(_differenced.Length) }.Minimize(free, point, null, cancellationToken);
        return At(point, exact);
    }

    /// <summary>The fit with these coefficients: own and seasonal autoregression, own and seasonal moving average, mean.</summary>
    public ArimaFit At(IReadOnlyList<double> ar, IReadOnlyList<double> ma, IReadOnlyList<double> seasonalAr, IReadOnlyList<double> seasonalMa, double mean)
    {
        var (phi, theta) = Polynomials([.. ar], [.. ma], [.. seasonalAr], [.. seasonalMa]);
        return Judge(phi, theta, mean, exact: true, proper: true);
    }

    private ArimaFit? At(ReadOnlySpan<double> point, bool exact)
    {
        var partials = new double[_order.Parameters - (_order.Constant ? 1 : 0)];
        for (var i = 0; i < partials.Length; i++)
            partials[i] = Math.Tanh(point[i]);
        var (ar, ma, mean) = Coefficients(point);
        var fit = Judge(ar, ma, mean, exact, partials.All(p => Math.Abs(p) < 0.999));
        return double.IsFinite(fit.LogLikelihood) ? fit : null;
    }

    private ArimaFit Judge(double[] ar, double[] ma, double mean, bool exact, bool proper)
    {
        var value = _filter.Run(ar, ma, mean, exact);
        double n = _differenced.Length;
        if (!exact)
            value *= n / Math.Max(1, n - ar.Length);
        var k = _order.Parameters + 1;
        var aicc = value + (2 * k) + (n - k - 1 > 0 ? 2.0 * k * (k + 1) / (n - k - 1) : double.PositiveInfinity);
        return new ArimaFit(_order, ar, ma, mean, _filter.Variance, -0.5 * value, aicc, _filter.State[..Math.Max(ar.Length, ma.Length + 1)].ToArray(), proper);
    }

    private double Value(ReadOnlySpan<double> point, bool exact)
    {
        var (ar, ma, mean) = Coefficients(point);
        return _filter.Run(ar, ma, mean, exact);
    }

    private (double[] Ar, double[] Ma, double Mean) Coefficients(ReadOnlySpan<double> point)
    {
        var at = 0;
        var (ar, ma) = (Take(point, _order.Ar, ref at), Take(point, _order.Ma, ref at));
        var (seasonalAr, seasonalMa) = (Take(point, _order.SeasonalAr, ref at), Take(point, _order.SeasonalMa, ref at));
        for (var i = 0; i < ma.Length; i++)
            ma[i] = -ma[i];
        for (var i = 0; i < seasonalMa.Length; i++)
            seasonalMa[i] = -seasonalMa[i];
        var (phi, theta) = Polynomials(ar, ma, seasonalAr, seasonalMa);
        return (phi, theta, _order.Constant ? _centre + (point[at] * _unit) : 0);
    }

    private (double[] Ar, double[] Ma) Polynomials(double[] ar, double[] ma, double[] seasonalAr, double[] seasonalMa)
    {
        var theta = ArimaPolynomial.Product([.. ma.Select(v => -v)], [.. seasonalMa.Select(v => -v)], _m);
        for (var i = 0; i < theta.Length; i++)
            theta[i] = -theta[i];
        return (ArimaPolynomial.Product(ar, seasonalAr, _m), theta);
    }

    private static double[] Take(ReadOnlySpan<double> point, int count, ref int at)
    {
        var partials = new double[count];
        for (var i = 0; i < count; i++)
            partials[i] = Math.Tanh(point[at++]);
        return ArimaPolynomial.FromPartials(partials);
    }
}
