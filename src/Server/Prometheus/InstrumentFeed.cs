using System.Globalization;
using System.Text;

namespace Bellwether.Server.Prometheus;

/// <summary>What becomes of the measurements of one instrument.</summary>
internal sealed class InstrumentFeed
{
    private readonly MetricFamily _family;
    private readonly Action<MetricSeries, double> _take;
    private readonly double _scale;
    private readonly string[] _dropped;
    private readonly KeyValuePair<string, object?>[] _constant;
    private readonly TagTable _table;

    /// <param name="family">The metric it feeds.</param>
    /// <param name="scale">What measurements are multiplied by.</param>
    /// <param name="take">How a measurement changes a series.</param>
    /// <param name="constant">Tags of the instrument and its meter.</param>
    /// <param name="dropped">Tags that are not exposed.</param>
    public InstrumentFeed(MetricFamily family, double scale, Action<MetricSeries, double> take, IEnumerable<KeyValuePair<string, object?>> constant, string[] dropped)
    {
        (_family, _scale, _take, _constant, _dropped) = (family, scale, take, [.. constant], dropped);
        _table = new TagTable(tags => _family[LabelsOf(tags.Span)]);
    }

    public void Take(double measurement, ReadOnlySpan<KeyValuePair<string, object?>> tags) => _take(_table.Find(tags), measurement * _scale);

    private string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in _constant)
            labels[PrometheusName.Clean(key)] = Text(value);
        foreach (var (key, value) in tags)
            if (!_dropped.Contains(key))
                labels[PrometheusName.Clean(key)] = Text(value);
        var text = new StringBuilder();
        foreach (var (key, value) in labels)
        {
            text.Append(text.Length == 0 ? "" : ",").Append(key).Append("=\"");
            text.Append(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal));
            text.Append('"');
        }

        return text.ToString();
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        bool truth => truth ? "true" : "false",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
