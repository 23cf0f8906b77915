using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Numerics.Optimization;

namespace Bellwether.Learning.Forecasting;

/// <summary>One automatic choice: fits each candidate, keeps the one with the least AICc.</summary>
internal sealed class EtsSearch
{
    private readonly Ets _options;
    private readonly FitContext _context;
    private readonly double _scale, _unit;
    private readonly double[] _values, _filled;
    private readonly int _season, _known;
    private readonly bool _positive;

    public EtsSearch(Ets options, TimeSeries history, FitContext context)
    {
        (_options, _context) = (options, context);
        _scale = SeriesReading.Scale(history.Values);
        _values = SeriesReading.Scaled(history.Values, _scale);
        _filled = (double[])_values.Clone();
        SeriesReading.Fill(_filled, history.Season);
        _known = SeriesReading.Known(_values);
        _season = history.Season > 1 && _values.Length >= 2 * history.Season ? history.Season : 1;
        _positive = _filled.All(v => v > 1e-8);
        double steps = 0;
        for (var t = _season; t < _filled.Length; t++)
            steps += Math.Abs(_filled[t] - _filled[t - _season]) / Math.Max(1, _filled.Length - _season);
        _unit = Math.Max(1e-3, steps);
    }

    public EtsForecast Fit()
    {
        RequirePositive();
        if (_filled.All(v => v == _filled[0]))
            return Constant();
        EtsForecast? best = null;
        foreach (var shape in Shapes())
        {
            _context.CancellationToken.ThrowIfCancellationRequested();
            if (Fit(shape) is { } fitted && (best is null || fitted.Aicc < best.Aicc))
                best = fitted;
        }

        return best ?? Constant();
    }

    private IEnumerable<EtsShape> Shapes()
    {
        EtsComponent[] all = [EtsComponent.None, EtsComponent.Additive, EtsComponent.Multiplicative];
        foreach (var error in all.Skip(1).Where(e => _options.Error is null || e == _options.Error))
            foreach (var trend in all.Where(t => _options.Trend is null ? t != EtsComponent.Multiplicative : t == _options.Trend))
                foreach (var damped in new[] { false, true }.Where(d => (_options.Damped is null || d == _options.Damped || trend == EtsComponent.None) && (!d || trend != EtsComponent.None)))
                    foreach (var season in all.Where(s => _season == 1 ? s == EtsComponent.None : _options.Season is null || s == _options.Season))
                    {
                        var shape = new EtsShape(error, trend, season, damped);
                        var asked = _options is { Error: not null } or { Trend: EtsComponent.Multiplicative } or { Season: not null };
                        if ((asked || !shape.Unstable) && (_positive || !shape.NeedsPositive))
                            yield return shape;
                    }
    }

    private void RequirePositive()
    {
        if (!_positive && (_options.Error == EtsComponent.Multiplicative || _options.Trend == EtsComponent.Multiplicative || _options.Season == EtsComponent.Multiplicative))
            throw new TrainingException($"A series with multiplicative error, trend or season must be positive, but '{_options.Name}' got a value of 0 or less "
                + "(or a millionth of a percent of the largest). Use additive parts, or leave them null to choose.");
    }

    private EtsForecast? Fit(EtsShape shape)
    {
        var problem = new EtsProblem(shape, _values, _season, _unit, _options);
        if (_known <= problem.Parameters + 2)
            return null;
        var (level, slope, season) = Start(shape);
        double[]? best = null;
        var least = double.PositiveInfinity;
        foreach (var alpha in new[] { 0.2, 0.8 })
        {
            var point = problem.Start(level, slope, season, alpha);
            if (!double.IsFinite(problem.Evaluate(point, new double[point.Length])))
                point = problem.Start(_filled.Average(), shape.Trend == EtsComponent.Multiplicative ? 1 : 0, season, 0.01);
            if (!double.IsFinite(problem.Evaluate(point, new double[point.Length])))
                continue;
            var found = new Lbfgs { MaxIterations = _options.MaxIterations, Tolerance = 1e-4 * Math.Sqrt(_known) }.Minimize(problem, point, null, _context.CancellationToken);
            if (found.Value < least)
                (best, least) = (point, found.Value);
        }

        if (best is null)
            return null;
        var (parameters, value) = problem.At(best);
        double n = _known;
        var likelihood = -(value + (0.5 * n * (Math.Log(2 * Math.PI / n) + 1))) - (n * Math.Log(_scale));
        var k = problem.Parameters + 1;
        var aicc = (-2 * likelihood) + (2 * k) + (2.0 * k * (k + 1) / Math.Max(1e-3, n - k - 1));
        var sigma = Math.Sqrt(problem.Filter.Squares / Math.Max(1, n - problem.Parameters));
        var last = problem.Filter;
        var end = parameters with { Level = last.LastLevel, Slope = last.LastSlope, Season = last.LastSeason.ToArray() };
        return double.IsFinite(value) && double.IsFinite(sigma) ? new EtsForecast(shape, end, sigma, likelihood, aicc, _scale) : null;
    }

    private EtsForecast Constant()
    {
        // Too few values for any likelihood, or none that differ: a level, moved by every value.
        var last = Array.FindLast(_values, v => !double.IsNaN(v));
        double squares = 0;
        for (var t = 1; t < _filled.Length; t++)
            squares += (_filled[t] - _filled[t - 1]) * (_filled[t] - _filled[t - 1]);
        var shape = new EtsShape(EtsComponent.Additive, EtsComponent.None, EtsComponent.None, false);
        return new EtsForecast(shape, new EtsParameters(1, 0, 0, 1, last, 0, []), Math.Sqrt(squares / Math.Max(1, _filled.Length - 1)), 0, 0, _scale);
    }

    private (double Level, double Slope, double[] Season) Start(EtsShape shape)
    {
        var multiplicative = shape.Season == EtsComponent.Multiplicative;
        var season = shape.Season == EtsComponent.None ? [] : ClassicalDecomposition.Indices(_filled.AsSpan(0, Math.Min(_filled.Length, 6 * _season)), _season, multiplicative);
        if (multiplicative && season.Any(s => s < 0.01))
            season = [.. season.Select(s => Math.Max(s, 0.01))];
        var count = Math.Min(_filled.Length, Math.Max(10, 2 * _season));
        double sum = 0, sumT = 0, cross = 0, squares = 0;
        for (var t = 0; t < count; t++)
            (sum, sumT) = (sum + Adjusted(t), sumT + t + 1);
        for (var t = 0; t < count; t++)
        {
            cross += (t + 1 - (sumT / count)) * (Adjusted(t) - (sum / count));
            squares += (t + 1 - (sumT / count)) * (t + 1 - (sumT / count));
        }

        var slope = squares > 0 ? cross / squares : 0;
        var level = (sum / count) - (slope * sumT / count);
        if (shape.NeedsPositive && level <= 1e-3 * (sum / count))
            (level, slope) = (sum / count, 0);
        return shape.Trend switch
        {
            EtsComponent.None => (sum / count, 0, season),
            EtsComponent.Additive => (level, slope, season),
            _ => (level, Math.Clamp(1 + (slope / level), 0.9, 1.1), season),
        };

        double Adjusted(int t) => shape.Season switch
        {
            EtsComponent.None => _filled[t],
            EtsComponent.Additive => _filled[t] - season[t % _season],
            _ => _filled[t] / season[t % _season],
        };
    }
}
