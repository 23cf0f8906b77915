using Bellwether.Data.Formats;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.NaiveBayes;

/// <summary>What the value of one feature says about each class: a log-likelihood. Immutable.</summary>
internal sealed class NaiveBayesTerm
{
    private const double Farthest = 1e150;

    private readonly CategoryCodes? _codes;
    private readonly double _centre;
    private readonly double _scale;
    private readonly double[] _first;
    private readonly double[] _second;

    private NaiveBayesTerm(CategoryCodes? codes, double centre, double scale, double[] first, double[] second) =>
        (_codes, _centre, _scale, _first, _second) = (codes, centre, scale, first, second);

    /// <summary>A feature that says nothing.</summary>
    public static NaiveBayesTerm Nothing(int classes) => new(null, 0, 0, new double[classes], new double[classes]);

    /// <summary>Normal with these means and variances (k) of (value - centre) · scale.</summary>
    public static NaiveBayesTerm Normal(double centre, double scale, double[] means, double[] variances) => new(null, centre, scale, means, variances);

    /// <summary>Logs of shares (codes + 1, k), code after code, missing last.</summary>
    public static NaiveBayesTerm Shares(CategoryCodes codes, double[] logs) => new(codes, 0, 0, logs, []);

    /// <summary>Adds the log-likelihoods (k) of a value.</summary>
    public void Add(double value, Span<double> sums)
    {
        if (_codes is null)
        {
            var at = (value - _centre) * _scale;
            if (_scale == 0 || !double.IsFinite(value))
                return;
            at = Math.Clamp(at, -Farthest, Farthest);
            for (var label = 0; label < sums.Length; label++)
            {
                var gap = at - _first[label];
                sums[label] -= 0.5 * (Math.Log(2 * Math.PI * _second[label]) + (gap * gap / _second[label]));
            }

            return;
        }

        var code = double.IsNaN(value) ? _codes.Count : _codes.IndexOf(value);
        for (var label = 0; label < sums.Length && code >= 0; label++)
            sums[label] += _first[(code * sums.Length) + label];
    }

    public void Write(ModelWriter writer)
    {
        writer.Bool(_codes is not null);
        _codes?.Write(writer);
        writer.Double(_centre);
        writer.Double(_scale);
        writer.Array<double>(_first);
        writer.Array<double>(_second);
    }

    public static NaiveBayesTerm Read(ModelReader reader, int classes)
    {
        var codes = reader.Bool() ? CategoryCodes.Read(reader) : null;
        var term = new NaiveBayesTerm(codes, reader.Double(), reader.Double(), reader.Array<double>(), reader.Array<double>());
        var sound = codes is null
            ? term._first.Length == classes && term._second.Length == classes && (term._scale == 0 || Array.TrueForAll(term._second, v => v > 0))
            : term._first.Length == (codes.Count + 1L) * classes;
        return sound ? term
            : throw new ModelFormatException("A naive Bayes model must have numbers for every class and code, and variances above 0. The model was not written by Bellwether; train it again.");
    }
}
