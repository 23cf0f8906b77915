namespace Bellwether.Learning.Forecasting;

/// <summary>Runs an exponential-smoothing model over a series: errors, likelihood and, backwards through the same steps, its gradient.</summary>
/// <remarks>The updates are those of all 30 models at once (Hyndman, Koehler, Ord and Snyder, "Forecasting with Exponential Smoothing", 2008, tables 2.2 and
/// 2.3): with q the forecast without season and p the value without season, level q + α(p - q), trend +β(p - q), season by what is left. A missing value has
/// error 0. Forward and backward cost O(n). Holds scratch for one fit: not safe for concurrent use.</remarks>
internal sealed class EtsFilter
{
    private readonly EtsShape _shape;
    private readonly double[] _y, _levels, _slopes, _seasons, _adjoint;
    private readonly int _m;

    public EtsFilter(EtsShape shape, double[] values, int season)
    {
        (_shape, _y, _m) = (shape, values, shape.Season == EtsComponent.None ? 0 : season);
        (_levels, _slopes, _seasons, _adjoint) = (new double[values.Length + 1], new double[values.Length + 1], new double[values.Length + _m], new double[_m]);
        Known = SeriesReading.Known(values);
    }

    /// <summary>How many values are not missing.</summary>
    public int Known { get; }

    /// <summary>The sum of squared errors of the last run: relative ones where the error is multiplicative.</summary>
    public double Squares { get; private set; }

    /// <summary>The level after the last value.</summary>
    public double LastLevel => _levels[^1];

    /// <summary>The trend after the last value.</summary>
    public double LastSlope => _slopes[^1];

    /// <summary>The seasonal states for the next m steps.</summary>
    public ReadOnlySpan<double> LastSeason => _seasons.AsSpan(_y.Length);

    /// <summary>Half of n log(Σe²) plus Σ log|forecast| for multiplicative errors: the negative log-likelihood without its constants. Infinite where the
    /// model leaves its domain.</summary>
    public double Run(double alpha, double beta, double gamma, double phi, double level, double slope, ReadOnlySpan<double> season)
    {
        var (trend, seasonal, relative) = (_shape.Trend, _shape.Season, _shape.Error == EtsComponent.Multiplicative);
        (_levels[0], _slopes[0]) = (level, slope);
        season.CopyTo(_seasons);
        double squares = 0, logs = 0;
        for (var t = 0; t < _y.Length; t++)
        {
            var (l, b, y) = (_levels[t], _slopes[t], _y[t]);
            var s = seasonal == EtsComponent.None ? 0 : _seasons[t];
            var pb = trend == EtsComponent.Multiplicative ? Math.Pow(b, phi) : phi * b;
            var q = trend switch { EtsComponent.None => l, EtsComponent.Additive => l + pb, _ => l * pb };
            var forecast = seasonal switch { EtsComponent.None => q, EtsComponent.Additive => q + s, _ => q * s };
            if (!double.IsFinite(forecast) || (_shape.NeedsPositive && (forecast <= 1e-10 || q <= 1e-10)))
                return double.PositiveInfinity;
            if (double.IsNaN(y))
            {
                (_levels[t + 1], _slopes[t + 1]) = (q, pb);
                if (_m > 0)
                    _seasons[t + _m] = s;
                continue;
            }

            var error = relative ? (y - forecast) / forecast : y - forecast;
            squares += error * error;
            if (relative)
                logs += Math.Log(forecast);
            var p = seasonal switch { EtsComponent.None => y, EtsComponent.Additive => y - s, _ => y / s };
            _levels[t + 1] = q + (alpha * (p - q));
            _slopes[t + 1] = trend switch { EtsComponent.None => 0, EtsComponent.Additive => pb + (beta * (p - q)), _ => pb + (beta * (p - q) / l) };
            if (_m > 0)
                _seasons[t + _m] = s + (gamma * ((seasonal == EtsComponent.Additive ? y - q : y / q) - s));
        }

        Squares = squares;
        return (0.5 * Known * Math.Log(Math.Max(squares, 1e-30 * Known))) + logs;
    }

    /// <summary>The gradient of the last run's value: by α, β, γ, φ, level and slope in the first six places, then by the seasonal states (m).</summary>
    public void Gradient(double alpha, double beta, double gamma, double phi, Span<double> gradient)
    {
        gradient.Clear();
        var (trend, seasonal, relative) = (_shape.Trend, _shape.Season, _shape.Error == EtsComponent.Multiplicative);
        var perError = Squares > 1e-30 * Known ? Known / Squares : 0;
        Array.Clear(_adjoint);
        double level = 0, slope = 0;
        for (var t = _y.Length - 1; t >= 0; t--)
        {
            var (l, b, y) = (_levels[t], _slopes[t], _y[t]);
            var (s, next) = _m > 0 ? (_seasons[t], _adjoint[t % _m]) : (0.0, 0.0);
            var pb = trend == EtsComponent.Multiplicative ? Math.Pow(b, phi) : phi * b;
            var q = trend switch { EtsComponent.None => l, EtsComponent.Additive => l + pb, _ => l * pb };
            double byQ, byPb = slope, byL = 0, byS = next;
            if (double.IsNaN(y))
            {
                byQ = level;
            }
            else
            {
                var p = seasonal switch { EtsComponent.None => y, EtsComponent.Additive => y - s, _ => y / s };
                gradient[0] += level * (p - q);
                byQ = level * (1 - alpha);
                var byP = level * alpha;
                if (trend != EtsComponent.None)
                {
                    var per = trend == EtsComponent.Additive ? 1 : 1 / l;
                    gradient[1] += slope * (p - q) * per;
                    byP += slope * beta * per;
                    byQ -= slope * beta * per;
                    if (trend == EtsComponent.Multiplicative)
                        byL -= slope * beta * (p - q) / (l * l);
                }

                if (_m > 0)
                {
                    var additive = seasonal == EtsComponent.Additive;
                    gradient[2] += next * ((additive ? y - q : y / q) - s);
                    byS = (next * (1 - gamma)) - (additive ? byP : byP * y / (s * s));
                    byQ -= next * gamma * (additive ? 1 : y / (q * q));
                }

                var forecast = seasonal switch { EtsComponent.None => q, EtsComponent.Additive => q + s, _ => q * s };
                var byForecast = relative
                    ? (-perError * ((y / forecast) - 1) * y / (forecast * forecast)) + (1 / forecast)
                    : -perError * (y - forecast);
                byQ += seasonal == EtsComponent.Multiplicative ? byForecast * s : byForecast;
                byS += seasonal == EtsComponent.Multiplicative ? byForecast * q : byForecast;
            }

            if (_m > 0)
                _adjoint[t % _m] = byS;
            (level, slope) = Back(trend, (l, b, phi), pb, (byQ, byPb, byL), ref gradient[3]);
        }

        (gradient[4], gradient[5]) = (level, slope);
        _adjoint.CopyTo(gradient[6..]);
    }

    private static (double Level, double Slope) Back(EtsComponent trend, (double L, double B, double Phi) at, double pb, (double Q, double Pb, double L) by, ref double byPhi)
    {
        switch (trend)
        {
            case EtsComponent.None:
                return (by.L + by.Q, 0);
            case EtsComponent.Additive:
                var sum = by.Pb + by.Q;
                byPhi += sum * at.B;
                return (by.L + by.Q, sum * at.Phi);
            default:
                var all = by.Pb + (by.Q * at.L);
                byPhi += all * pb * Math.Log(at.B);
                return (by.L + (by.Q * pb), all * at.Phi * pb / at.B);
        }
    }
}
