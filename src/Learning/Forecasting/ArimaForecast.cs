using System.Buffers;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;

namespace Bellwether.Learning.Forecasting;

/// <summary>An ARIMA model at the end of its series. Immutable, safe to share between threads.</summary>
public sealed class ArimaForecast : IForecast
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "arima/1";

    internal const int LongestSeason = 8_192;

    private readonly ArimaFit _fit;
    private readonly double[] _last, _differencing, _whole;
    private readonly double _scale;
    private readonly int _season;

    internal ArimaForecast(ArimaOrder order, int season, ArimaFit fit, double[] last, double scale)
    {
        (_season, _fit, _last, _scale) = (season, fit with { Order = order }, last, scale);
        _differencing = ArimaPolynomial.Differencing(order.Differences, order.SeasonalDifferences, season);
        _whole = ArimaPolynomial.Product(fit.Ar, _differencing, 1);
    }

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <summary>Which model.</summary>
    public ArimaOrder Order => _fit.Order;

    /// <summary>The autoregressive coefficients, own and seasonal multiplied out.</summary>
    public ReadOnlySpan<double> Ar => _fit.Ar;

    /// <summary>The moving-average coefficients, own and seasonal multiplied out.</summary>
    public ReadOnlySpan<double> Ma => _fit.Ma;

    /// <summary>The Gaussian log-likelihood of the differenced series, exact or conditional; 0 where there was nothing to fit.</summary>
    public double LogLikelihood => _fit.LogLikelihood;

    /// <summary>Akaike's criterion, corrected for the series' length.</summary>
    public double Aicc => _fit.Aicc;

    /// <inheritdoc/>
    public void Forecast(Span<double> values)
    {
        Centre(values);
        ForecastOutput.Finish(values, _scale);
    }

    /// <inheritdoc/>
    /// <remarks>Normal, with the variance of the model's infinite moving average; the coefficients count as known. Of h steps: O(h (p + d + m)).</remarks>
    public void Interval(double level, Span<double> low, Span<double> high)
    {
        ForecastOutput.Check(level, low, high);
        Centre(low);
        var rented = ArrayPool<double>.Shared.Rent(Math.Max(1, high.Length));
        double sum = 0;
        for (var h = 0; h < high.Length; h++)
        {
            var weight = h == 0 ? 1 : h <= _fit.Ma.Length ? _fit.Ma[h - 1] : 0;
            for (var i = 0; i < Math.Min(h, _whole.Length); i++)
                weight += _whole[i] * rented[h - 1 - i];
            rented[h] = weight;
            sum += weight * weight;
            high[h] = Math.Sqrt(_fit.Variance * sum);
        }

        ArrayPool<double>.Shared.Return(rented);
        ForecastOutput.Normal(level, low, high, _scale);
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        var o = _fit.Order;
        writer.Array<int>([o.Ar, o.Differences, o.Ma, o.SeasonalAr, o.SeasonalDifferences, o.SeasonalMa, o.Constant ? 1 : 0, _season]);
        writer.Array<double>([_fit.Mean, _fit.Variance, _fit.LogLikelihood, _fit.Aicc, _scale]);
        writer.Array<double>(_fit.Ar);
        writer.Array<double>(_fit.Ma);
        writer.Array<double>(_fit.State);
        writer.Array<double>(_last);
    }

    internal static ArimaForecast Read(ModelReader reader)
    {
        var (o, n) = (reader.Array<int>(), reader.Array<double>());
        var (ar, ma, state, last) = (reader.Array<double>(), reader.Array<double>(), reader.Array<double>(), reader.Array<double>());
        ForecastOutput.Sound(o.Length == 8 && n.Length == 5 && o[7] is > 0 and <= LongestSeason && o[6] is 0 or 1, "order must have 8 numbers");
        var order = new ArimaOrder(o[0], o[1], o[2], o[3], o[4], o[5], o[6] == 1);
        ForecastOutput.Sound(order.Sound && ar.Length == order.Ar + (order.SeasonalAr * o[7]) && ma.Length == order.Ma + (order.SeasonalMa * o[7])
            && state.Length == Math.Max(ar.Length, ma.Length + 1) && last.Length == order.Differences + (order.SeasonalDifferences * o[7]), "coefficients, states and last values must be as many as the order says");
        ForecastOutput.Sound(ForecastOutput.Finite(n) && ForecastOutput.Finite(ar) && ForecastOutput.Finite(ma) && ForecastOutput.Finite(state) && ForecastOutput.Finite(last)
            && n[1] >= 0 && n[4] > 0, "numbers must be finite");
        return new ArimaForecast(order, o[7], new ArimaFit(order, ar, ma, n[0], n[1], n[2], n[3], state, true), last, n[4]);
    }

    private void Centre(Span<double> values)
    {
        // The state's first place is what is expected next; without a new value it moves up, and its lags are replaced by what was expected.
        var (r, history) = (_fit.State.Length, _last.Length);
        var rented = ArrayPool<double>.Shared.Rent(r + history + values.Length);
        var state = rented.AsSpan(0, r);
        var series = rented.AsSpan(r, history + values.Length);
        _fit.State.CopyTo(state);
        _last.CopyTo(series);
        for (var h = 0; h < values.Length; h++)
        {
            var expected = state[0];
            for (var i = 0; i < r; i++)
                state[i] = (i + 1 < r ? state[i + 1] : 0) + (i < _fit.Ar.Length ? _fit.Ar[i] * expected : 0);
            var value = expected + _fit.Mean;
            for (var i = 0; i < _differencing.Length; i++)
                value += _differencing[i] * series[history + h - 1 - i];
            series[history + h] = values[h] = ForecastOutput.Held(value);
        }

        ArrayPool<double>.Shared.Return(rented);
    }
}
