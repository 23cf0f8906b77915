using Bellwether.Data.Formats;
using Bellwether.Data.Models;

namespace Bellwether.Learning.Forecasting;

/// <summary>Models of lags at the end of their series. Immutable, safe to share between threads.</summary>
public sealed class LagTreesForecast : IForecast
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "lag-trees/1";

    private readonly LagRoller _roller;
    private readonly double[] _last, _deviations;
    private readonly double _scale;
    private readonly int _phase;

    internal LagTreesForecast(LagRoller roller, double[] last, int phase, double[] deviations, double scale) =>
        (_roller, _last, _phase, _deviations, _scale) = (roller, last, phase, deviations, scale);

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <summary>The models: one, used step by step, or one per step.</summary>
    public IReadOnlyList<IModel> Models => _roller.Models;

    /// <inheritdoc/>
    public void Forecast(Span<double> values)
    {
        _roller.Roll(_last, _phase, values);
        ForecastOutput.Finish(values, _scale);
    }

    /// <inheritdoc/>
    /// <remarks>Normal, with each step's deviation on held-out origins; beyond the last of them it grows with the root of the distance.</remarks>
    public void Interval(double level, Span<double> low, Span<double> high)
    {
        ForecastOutput.Check(level, low, high);
        _roller.Roll(_last, _phase, low);
        for (var h = 0; h < high.Length; h++)
            high[h] = h < _deviations.Length ? _deviations[h] : _deviations[^1] * Math.Sqrt((h + 1.0) / _deviations.Length);
        ForecastOutput.Normal(level, low, high, _scale);
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        _roller.Table.Write(writer);
        writer.Array<double>(_last);
        writer.Array<double>(_deviations);
        writer.Double(_scale);
        writer.Int32(_phase);
        writer.Int32(_roller.Models.Count);
        foreach (var model in _roller.Models)
            writer.Model(model);
    }

    internal static LagTreesForecast Read(ModelReader reader)
    {
        var (table, last, deviations) = (LagTable.Read(reader), reader.Array<double>(), reader.Array<double>());
        var (scale, phase, count) = (reader.Double(), reader.Int32(), reader.Int32());
        ForecastOutput.Sound(last.Length == table.Reach && deviations.Length > 0 && ForecastOutput.Finite(last) && ForecastOutput.Finite(deviations) && deviations.All(d => d >= 0)
            && double.IsFinite(scale) && scale > 0 && phase >= 0 && phase < table.Season && count > 0, "last values must reach as far as its lags");
        var models = new List<IModel>();
        for (var h = 0; h < count; h++)
        {
            models.Add(reader.Model());
            ForecastOutput.Sound(models[h].Schema.Fingerprint == table.Schema.Fingerprint, "models must take its lags");
        }

        return new LagTreesForecast(new LagRoller(table, [.. models]), last, phase, deviations, scale);
    }
}
