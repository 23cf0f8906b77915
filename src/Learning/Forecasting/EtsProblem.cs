using Bellwether.Numerics.Optimization;

namespace Bellwether.Learning.Forecasting;

/// <summary>The negative log-likelihood of one exponential-smoothing model as a function of free numbers.</summary>
/// <remarks>Smoothing parameters go through logistic curves onto their bounds; states are counted in units of the series' deviation, so that all
/// coordinates are of like size; seasonal states are held to sum 0 (mean 1), so that one of them is not free.</remarks>
internal sealed class EtsProblem : IObjective
{
    private const double Least = 1e-4;

    private readonly EtsShape _shape;
    private readonly EtsFilter _filter;
    private readonly double[] _gradient, _season;
    private readonly double _unit, _centre;
    private readonly Ets _options;

    public EtsProblem(EtsShape shape, double[] values, int season, double unit, Ets options)
    {
        (_shape, _unit, _options) = (shape, unit, options);
        _filter = new EtsFilter(shape, values, season);
        _season = new double[shape.Season == EtsComponent.None ? 0 : season];
        _gradient = new double[6 + _season.Length];
        _centre = shape.Season == EtsComponent.Multiplicative ? 1 : 0;
        Smoothing = 1 + (shape.Trend != EtsComponent.None ? 1 : 0) + (_season.Length > 0 ? 1 : 0) + (shape.Damped ? 1 : 0);
        Dimension = 6 + Math.Max(0, _season.Length - 1);
    }

    /// <inheritdoc/>
    public int Dimension { get; }

    /// <summary>How many smoothing parameters the model has.</summary>
    public int Smoothing { get; }

    /// <summary>How many numbers are learned but for the variance: smoothing parameters and free states.</summary>
    public int Parameters => Smoothing + 1 + (_shape.Trend != EtsComponent.None ? 1 : 0) + Math.Max(0, _season.Length - 1);

    public EtsFilter Filter => _filter;

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        var p = Numbers(point);
        gradient.Clear();
        var value = _filter.Run(p.Alpha, p.Beta, p.Gamma, p.Phi, p.Level, p.Slope, _season);
        if (!double.IsFinite(value))
            return double.PositiveInfinity;
        _filter.Gradient(p.Alpha, p.Beta, p.Gamma, p.Phi, _gradient);
        var (betaShare, gammaShare) = (p.Beta / p.Alpha, p.Gamma / (1 - p.Alpha));
        var byAlpha = _gradient[0] + (_options.Beta is null ? _gradient[1] * betaShare : 0) - (_options.Gamma is null ? _gradient[2] * gammaShare : 0);
        gradient[0] = _options.Alpha is null ? byAlpha * Inner(point[0]) : 0;
        gradient[1] = _shape.Trend != EtsComponent.None && _options.Beta is null ? _gradient[1] * p.Alpha * Inner(point[1]) : 0;
        gradient[2] = _season.Length > 0 && _options.Gamma is null ? _gradient[2] * (1 - p.Alpha) * Inner(point[2]) : 0;
        gradient[3] = _shape.Damped && _options.Phi is null ? _gradient[3] * 0.18 * Slope(point[3]) : 0;
        gradient[4] = _gradient[4] * _unit;
        gradient[5] = _shape.Trend != EtsComponent.None ? _gradient[5] * _unit : 0;
        for (var j = 0; j + 1 < _season.Length; j++)
            gradient[6 + j] = (_gradient[6 + j] - _gradient[^1]) * _unit;
        for (var j = 0; j < gradient.Length; j++)
            if (!double.IsFinite(gradient[j]))
                return double.PositiveInfinity;
        return value;
    }

    /// <summary>A point to start from.</summary>
    public double[] Start(double level, double slope, ReadOnlySpan<double> season, double alpha)
    {
        var point = new double[Dimension];
        (point[0], point[1], point[2], point[3]) = (Logit(alpha), Logit(0.1), Logit(0.1), Logit(0.8));
        (point[4], point[5]) = (level / _unit, _shape.Trend == EtsComponent.None ? 0 : slope / _unit);
        for (var j = 0; j + 1 < _season.Length; j++)
            point[6 + j] = (season[j] - _centre) / _unit;
        return point;
    }

    /// <summary>The model's numbers at a point; runs the filter there, so that its last states belong to them.</summary>
    public (EtsParameters Parameters, double Value) At(ReadOnlySpan<double> point)
    {
        var p = Numbers(point);
        var value = _filter.Run(p.Alpha, p.Beta, p.Gamma, p.Phi, p.Level, p.Slope, _season);
        return (new EtsParameters(p.Alpha, p.Beta, p.Gamma, p.Phi, p.Level, p.Slope, (double[])_season.Clone()), value);
    }

    private (double Alpha, double Beta, double Gamma, double Phi, double Level, double Slope) Numbers(ReadOnlySpan<double> point)
    {
        var alpha = _options.Alpha ?? Share(point[0]);
        var beta = _shape.Trend == EtsComponent.None ? 0 : _options.Beta ?? (alpha * Share(point[1]));
        var gamma = _season.Length == 0 ? 0 : _options.Gamma ?? ((1 - alpha) * Share(point[2]));
        var phi = _shape.Damped ? _options.Phi ?? (0.8 + (0.18 * Logistic(point[3]))) : 1;
        var sum = 0.0;
        for (var j = 0; j + 1 < _season.Length; j++)
        {
            _season[j] = _centre + (point[6 + j] * _unit);
            sum += point[6 + j] * _unit;
        }

        if (_season.Length > 0)
            _season[^1] = _centre - sum;
        return (alpha, beta, gamma, phi, point[4] * _unit, _shape.Trend == EtsComponent.None ? 0 : point[5] * _unit);
    }

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    private static double Logit(double p) => Math.Log(p / (1 - p));

    private static double Slope(double x) => Logistic(x) * (1 - Logistic(x));

    private static double Share(double x) => Least + ((1 - (2 * Least)) * Logistic(x));

    private static double Inner(double x) => (1 - (2 * Least)) * Slope(x);
}
