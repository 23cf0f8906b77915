using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Numerics;
using Bellwether.Numerics.Optimization;

namespace Bellwether.Learning.Forecasting;

/// <summary>The Theta method: exponential smoothing of the series, drawn along half the slope of its line.</summary>
/// <remarks>
/// <para>Assimakopoulos and Nikolopoulos, "The theta model: a decomposition approach to forecasting" (2000), in the state-space form of Fiorucci and others,
/// "Models for optimising the theta method and their relationship to state space models" (2016): with <see cref="Line"/> 2 the standard method, with it null
/// the optimised one, with <see cref="Dynamic"/> the line learned anew at every step. Level, smoothing and line minimize the squared one-step errors.</para>
/// <para>It knows no season: <see cref="Deseasonalized"/> around it is the Theta benchmark of the M4 competition. Missing values are filled on a line. O(n) per step of the search.</para>
/// </remarks>
public sealed record Theta : IForecaster
{
    /// <inheritdoc/>
    public string Name { get; init; } = "Theta";

    /// <summary>The theta of the line beside the trend, 1 or more: 2 by default; null to learn it.</summary>
    public double? Line { get; init => field = value is { } v ? Require.InRange(v, 1, 1e6) : null; } = 2;

    /// <summary>Whether the trend's line is learned anew at every step.</summary>
    public bool Dynamic { get; init; }

    /// <summary>How fast the level learns, in (0, 1]; null to learn it.</summary>
    public double? Alpha { get; init => field = value is { } v ? Require.InRange(v, 1e-6, 1) : null; }

    /// <inheritdoc/>
    public IForecast Fit(TimeSeries history, FitContext context)
    {
        SeriesReading.Check(history, Name, context);
        var scale = SeriesReading.Scale(history.Values);
        var values = SeriesReading.Scaled(history.Values, scale);
        SeriesReading.Fill(values, history.Season);
        var run = new ThetaRun(values, Dynamic);
        var unit = Math.Max(1e-6, values.Max() - values.Min());
        if (values.Length < 3 || values.Max() == values.Min())
            return new ThetaForecast(run.Run(Alpha ?? 1, Line ?? 2, values[0]), scale);
        var objective = new FiniteDifferences(
            point =>
            {
                var (alpha, line, level) = Numbers(point);
                return 0.5 * values.Length * Math.Log(Math.Max(run.Run(alpha, line, level).Squares, 1e-20 * unit * unit));
            },
            3);
        double[]? best = null;
        var least = double.PositiveInfinity;
        foreach (var start in new[] { -1.5, 0, 2 })
        {
            double[] point = [start, 0, values[0] / unit];
            var found = new Lbfgs { MaxIterations = 100, Tolerance = 1e-5 * values.Length }.Minimize(objective, point, null, context.CancellationToken);
            if (best is null || found.Value < least)
                (best, least) = (point, found.Value);
        }

        var (a, t, l) = Numbers(best);
        return new ThetaForecast(run.Run(a, t, l), scale);

        (double Alpha, double Line, double Level) Numbers(ReadOnlySpan<double> point) =>
            (Alpha ?? (0.001 + (0.998 / (1 + Math.Exp(-point[0])))), Line ?? (1 + Math.Exp(Math.Clamp(point[1], -20, 10))), point[2] * unit);
    }
}
