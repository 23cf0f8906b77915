using Bellwether.Data.Models;
using Bellwether.Data.Training;

namespace Bellwether.Learning.Forecasting;

/// <summary>One stepwise choice of an ARIMA order.</summary>
internal sealed class ArimaSearch
{
    private readonly Arima _options;
    private readonly FitContext _context;
    private readonly double _scale;
    private readonly double[] _values;
    private readonly int _season;
    private readonly Dictionary<ArimaOrder, (ArimaFit? Fit, double[] Point)> _tried = [];

    public ArimaSearch(Arima options, TimeSeries history, FitContext context)
    {
        (_options, _context) = (options, context);
        _scale = SeriesReading.Scale(history.Values);
        _values = SeriesReading.Scaled(history.Values, _scale);
        SeriesReading.Fill(_values, history.Season);
        _season = history.Season is > 1 and <= ArimaForecast.LongestSeason && _values.Length >= 2 * history.Season ? history.Season : 1;
    }

    public ArimaForecast Fit()
    {
        var asked = _options.Order;
        if (asked is { } order && Usable(order))
            return Finish(order, null);
        var seasonal = _season > 1 && !_values.All(v => v == _values[0])
            && new Stl { SeasonalWindow = 11 }.Decompose(new TimeSeries((double[])_values.Clone(), _season)).SeasonalStrength > 0.64 ? 1 : 0;
        var differenced = ArimaPolynomial.Difference(_values, ArimaPolynomial.Differencing(0, seasonal, _season));
        var differences = Stationarity.Differences(differenced, 2);
        var best = Search(differences, seasonal);
        return best is null ? Fallback() : Finish(best.Order, _tried[best.Order].Point);
    }

    private ArimaFit? Search(int d, int seasonalD)
    {
        var (constant, seasonal, lags) = (d + seasonalD <= 1, _season > 1 ? 1 : 0, _options.MaxLags);
        var s = Math.Min(seasonal, _options.MaxSeasonalLags);
        ArimaFit? best = null;
        foreach (var (p, q, sp, sq, c) in new[] { (2, 2, s, s, constant), (0, 0, 0, 0, constant), (1, 0, s, 0, constant), (0, 1, 0, s, constant), (0, 0, 0, 0, false) })
            Try(new ArimaOrder(Math.Min(p, lags), d, Math.Min(q, lags), sp, seasonalD, sq, c), ref best);
        (int, int, int, int)[] moves =
        [
            (0, 0, -1, 0), (0, 0, 0, -1), (0, 0, 1, 0), (0, 0, 0, 1), (0, 0, -1, -1), (0, 0, 1, 1), (0, 0, -1, 1), (0, 0, 1, -1),
            (-1, 0, 0, 0), (0, -1, 0, 0), (1, 0, 0, 0), (0, 1, 0, 0), (-1, -1, 0, 0), (1, 1, 0, 0), (-1, 1, 0, 0), (1, -1, 0, 0),
        ];
        for (var improved = true; improved && best is not null && _tried.Count < 94;)
        {
            improved = false;
            foreach (var (p, q, sp, sq) in moves)
            {
                var o = best!.Order;
                var next = o with { Ar = o.Ar + p, Ma = o.Ma + q, SeasonalAr = o.SeasonalAr + sp, SeasonalMa = o.SeasonalMa + sq };
                if (Allowed(next) && Try(next, ref best))
                {
                    improved = true;
                    break;
                }
            }

            if (!improved && constant)
                improved = Try(best!.Order with { Constant = !best.Order.Constant }, ref best);
        }

        return best;
    }

    private bool Allowed(ArimaOrder o) => o.Ar >= 0 && o.Ma >= 0 && o.SeasonalAr >= 0 && o.SeasonalMa >= 0 && o.Ar <= _options.MaxLags && o.Ma <= _options.MaxLags
        && o.Ar + o.Ma + o.SeasonalAr + o.SeasonalMa <= Math.Max(5, _options.MaxLags)
        && (_season > 1 ? o.SeasonalAr <= _options.MaxSeasonalLags && o.SeasonalMa <= _options.MaxSeasonalLags : o.SeasonalAr + o.SeasonalMa == 0);

    private bool Usable(ArimaOrder o) => new ArimaProblem(o, _values, _season) is { Flat: false } problem
        && problem.Count > o.Parameters + 2 + o.Ar + (o.SeasonalAr * _season) && (_season > 1 || o.SeasonalAr + o.SeasonalMa + o.SeasonalDifferences == 0);

    private bool Try(ArimaOrder order, ref ArimaFit? best)
    {
        if (_tried.ContainsKey(order))
            return false;
        _context.CancellationToken.ThrowIfCancellationRequested();
        var point = Array.Empty<double>();
        var fit = Usable(order) ? new ArimaProblem(order, _values, _season).Fit(exact: false, null, _options.MaxIterations, _context.CancellationToken, out point) : null;
        _tried[order] = (fit, point);
        if (fit is null || !fit.Proper || !double.IsFinite(fit.Aicc) || (best is not null && fit.Aicc >= best.Aicc))
            return false;
        best = fit;
        return true;
    }

    private ArimaForecast Finish(ArimaOrder order, double[]? start)
    {
        var problem = new ArimaProblem(order, _values, _season);
        var states = Math.Max(order.Ar + (order.SeasonalAr * _season), order.Ma + (order.SeasonalMa * _season) + 1);
        var conditional = problem.Fit(exact: false, start, _options.MaxIterations, _context.CancellationToken, out var point);
        var fit = states <= _options.ExactStates ? problem.Fit(exact: true, point, 2 * _options.MaxIterations, _context.CancellationToken, out _) ?? conditional : conditional;
        return fit is null ? Fallback() : Forecast(fit, problem.Count);
    }

    /// <summary>Too short, or too regular, for any likelihood: the last value goes on, or the line where steps are all the same.</summary>
    private ArimaForecast Fallback()
    {
        var even = _values.Length > 2 && ArimaPolynomial.Difference(_values, [1]) is var steps && steps.All(s => Math.Abs(s - steps[0]) <= 1e-12);
        var order = new ArimaOrder(0, 1, 0, Constant: even);
        double squares = 0;
        for (var t = 1; t < _values.Length; t++)
            squares += even ? 0 : (_values[t] - _values[t - 1]) * (_values[t] - _values[t - 1]);
        return Forecast(new ArimaFit(order, [], [], even ? _values[1] - _values[0] : 0, squares / Math.Max(1, _values.Length - 1), 0, 0, [0], true), 0);
    }

    private ArimaForecast Forecast(ArimaFit fit, int count)
    {
        var differencing = ArimaPolynomial.Differencing(fit.Order.Differences, fit.Order.SeasonalDifferences, _season);
        var likelihood = fit.LogLikelihood - (count * Math.Log(_scale));
        return new ArimaForecast(fit.Order, _season, fit with { LogLikelihood = likelihood, Aicc = fit.Aicc + (2 * count * Math.Log(_scale)) }, _values[^differencing.Length..], _scale);
    }
}
