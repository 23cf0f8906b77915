using Bellwether.Data.Formats;
using Bellwether.Data.Training;

namespace Bellwether.Learning.Forecasting;

/// <summary>What trees see of a series at an origin: lags, means over windows, the same phase of earlier seasons, the phase of the step to come.</summary>
/// <remarks>All values but the phase are differences to a base, the mean of the last season (the last value where there is none), and so is the label:
/// trees cannot leave the range of their labels, the base can.</remarks>
internal sealed class LagTable
{
    private readonly int[] _lags, _windows;

    public LagTable(int[] lags, int[] windows, int season)
    {
        (_lags, _windows, Season) = (lags, windows, season);
        Phases = season > 1 ? 2 : 0;
        Reach = Math.Max(Math.Max(_lags.Max(), _windows.Append(1).Max()), season > 1 ? (Phases + 1) * season : 1);
        Schema = new FeatureSchema(_lags.Select(l => new FeatureSpec($"lag_{l}"))
            .Concat(_windows.Select(w => new FeatureSpec($"mean_{w}")))
            .Concat(Enumerable.Range(1, Phases).Select(k => new FeatureSpec($"season_{k}")))
            .Append(new FeatureSpec("phase")));
    }

    public FeatureSchema Schema { get; }

    public int Season { get; }

    /// <summary>How many values must stand before an origin.</summary>
    public int Reach { get; }

    private int Phases { get; }

    /// <summary>Writes the features of the step <paramref name="ahead"/> (1 or more) after the last of these values, of which there are at least
    /// <see cref="Reach"/>; gives the base.</summary>
    public double Features(ReadOnlySpan<double> known, int ahead, int phase, Span<double> features)
    {
        var at = 0;
        var origin = Mean(known, Season);
        foreach (var lag in _lags)
            features[at++] = known[^lag] - origin;
        foreach (var window in _windows)
            features[at++] = Mean(known, window) - origin;
        var whole = (((ahead - 1) / Season) + 1) * Season;
        for (var k = 0; k < Phases; k++)
            features[at++] = known[known.Length + ahead - 1 - Math.Min(whole + (k * Season), Reach + ahead - 1)] - origin;
        features[at] = phase;
        return origin;
    }

    /// <summary>The rows of all origins whose step <paramref name="ahead"/> is known.</summary>
    public Dataset Rows(double[] values, ReadOnlySpan<double> truth, int ahead)
    {
        var (labels, times, columns) = (new List<double>(), new List<long>(), new List<double>[Schema.Count]);
        for (var c = 0; c < columns.Length; c++)
            columns[c] = [];
        var features = new double[Schema.Count];
        for (var target = Reach + ahead - 1; target < values.Length; target++)
        {
            if (double.IsNaN(truth[target]))
                continue;
            var origin = Features(values.AsSpan(0, target - ahead + 1), ahead, target % Season, features);
            labels.Add(values[target] - origin);
            times.Add(target);
            for (var c = 0; c < columns.Length; c++)
                columns[c].Add(features[c]);
        }

        return new Dataset(Schema, [.. columns.Select(c => c.ToArray())], [.. labels], [.. times]);
    }

    public void Write(ModelWriter writer)
    {
        writer.Array<int>(_lags);
        writer.Array<int>(_windows);
        writer.Int32(Season);
    }

    public static LagTable Read(ModelReader reader)
    {
        var (lags, windows, season) = (reader.Array<int>(), reader.Array<int>(), reader.Int32());
        ForecastOutput.Sound(lags.Length > 0 && lags.Distinct().Count() == lags.Length && windows.Distinct().Count() == windows.Length
            && lags.Concat(windows).Append(season).All(v => v is > 0 and <= 1 << 24), "lags, windows and season must be 1 to 16 million, each once");
        return new LagTable(lags, windows, season);
    }

    private static double Mean(ReadOnlySpan<double> known, int window)
    {
        double sum = 0;
        foreach (var value in known[^window..])
            sum += value;
        return sum / window;
    }
}
