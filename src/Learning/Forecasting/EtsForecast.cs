using System.Buffers;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;

namespace Bellwether.Learning.Forecasting;

/// <summary>An exponential-smoothing model at the end of its series. Immutable, safe to share between threads.</summary>
public sealed class EtsForecast : IForecast
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "ets/1";

    private readonly double[] _season;
    private readonly double _scale;

    internal EtsForecast(EtsShape shape, EtsParameters end, double sigma, double likelihood, double aicc, double scale) =>
        (Shape, End, _season, Sigma, LogLikelihood, Aicc, _scale) = (shape, end, [.. end.Season], sigma, likelihood, aicc, scale);

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <summary>Which model.</summary>
    public EtsShape Shape { get; }

    /// <summary>The smoothing parameters, and the states after the last value, those counted in units of a power of two near the series' largest value.</summary>
    public EtsParameters End { get; }

    /// <summary>The deviation of the one-step errors, in the same units; relative where the error is multiplicative.</summary>
    public double Sigma { get; }

    /// <summary>The Gaussian log-likelihood of the series; 0 where there was nothing to fit.</summary>
    public double LogLikelihood { get; }

    /// <summary>Akaike's criterion, corrected for the series' length; 0 where there was nothing to fit.</summary>
    public double Aicc { get; }

    /// <inheritdoc/>
    public void Forecast(Span<double> values)
    {
        Centre(values);
        ForecastOutput.Finish(values, _scale);
    }

    /// <inheritdoc/>
    /// <remarks>Normal with the exact variance for linear models, additive or multiplicative error (Hyndman and others 2008, sections 6.2 and 6.3), its close
    /// approximation for multiplicative seasons with multiplicative error (6.4), else quantiles of 2000 paths simulated with a fixed seed. Of h steps: O(h²), or O(2000 h).</remarks>
    public void Interval(double level, Span<double> low, Span<double> high)
    {
        ForecastOutput.Check(level, low, high);
        if (Shape.Trend == EtsComponent.Multiplicative || (Shape.Season == EtsComponent.Multiplicative && Shape.Error == EtsComponent.Additive))
        {
            EtsPaths.Interval(this, level, low, high);
            ForecastOutput.Finish(low, _scale);
            ForecastOutput.Finish(high, _scale);
            return;
        }

        Centre(low);
        Deviations(low, high);
        ForecastOutput.Normal(level, low, high, _scale);
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Int32((int)Shape.Error);
        writer.Int32((int)Shape.Trend);
        writer.Int32((int)Shape.Season);
        writer.Bool(Shape.Damped);
        writer.Array<double>([End.Alpha, End.Beta, End.Gamma, End.Phi, End.Level, End.Slope, Sigma, LogLikelihood, Aicc, _scale]);
        writer.Array<double>(_season);
    }

    internal static EtsForecast Read(ModelReader reader)
    {
        var shape = new EtsShape((EtsComponent)reader.Int32(), (EtsComponent)reader.Int32(), (EtsComponent)reader.Int32(), reader.Bool());
        var (n, season) = (reader.Array<double>(), reader.Array<double>());
        ForecastOutput.Sound(shape.Sound && n.Length == 10 && ForecastOutput.Finite(n) && ForecastOutput.Finite(season) && n[6] >= 0 && n[9] > 0
            && season.Length > 0 == (shape.Season != EtsComponent.None), "model must be one of the 30, its numbers finite, with seasonal states where it has a season");
        return new EtsForecast(shape, new EtsParameters(n[0], n[1], n[2], n[3], n[4], n[5], season), n[6], n[7], n[8], n[9]);
    }

    private void Centre(Span<double> values)
    {
        double damp = 1, steps = 0;
        for (var h = 0; h < values.Length; h++)
        {
            damp *= End.Phi;
            steps += damp;
            var trend = Shape.Trend switch { EtsComponent.None => End.Level, EtsComponent.Additive => End.Level + (steps * End.Slope), _ => End.Level * Math.Pow(End.Slope, steps) };
            values[h] = Shape.Season switch
            {
                EtsComponent.None => trend,
                EtsComponent.Additive => trend + _season[h % _season.Length],
                _ => trend * _season[h % _season.Length],
            };
        }
    }

    private void Deviations(ReadOnlySpan<double> centre, Span<double> deviations)
    {
        var rented = ArrayPool<double>.Shared.Rent(2 * deviations.Length);
        var weights = rented.AsSpan(0, deviations.Length);
        var thetas = rented.AsSpan(deviations.Length, deviations.Length);
        var (variance, sum, damp, steps) = (Sigma * Sigma, 1.0, 1.0, 0.0);
        var factor = Shape.Season == EtsComponent.Multiplicative;
        for (var h = 0; h < deviations.Length; h++)
        {
            if (Shape.Error == EtsComponent.Additive)
            {
                deviations[h] = Sigma * Math.Sqrt(sum);
            }
            else
            {
                var mean = factor ? centre[h] / _season[h % _season.Length] : centre[h];
                var theta = mean * mean;
                for (var j = 1; j <= h; j++)
                    theta += variance * weights[j - 1] * weights[j - 1] * thetas[h - j];
                thetas[h] = theta;
                deviations[h] = factor
                    ? Math.Abs(_season[h % _season.Length]) * Math.Sqrt(Math.Max(0, (theta * (1 + variance) * Math.Pow(1 + (End.Gamma * End.Gamma * variance), h / _season.Length)) - (mean * mean)))
                    : Math.Sqrt(Math.Max(0, (theta * (1 + variance)) - (mean * mean)));
            }

            damp *= End.Phi;
            steps += damp;
            weights[h] = End.Alpha + (End.Beta * steps) + (Shape.Season == EtsComponent.Additive && (h + 1) % _season.Length == 0 ? End.Gamma : 0);
            sum += weights[h] * weights[h];
        }

        ArrayPool<double>.Shared.Return(rented);
    }
}
