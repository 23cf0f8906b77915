using System.Text;

namespace Bellwether.Server.Prometheus;

/// <summary>How an instrument's name and unit become a metric's: base units, the unit as a suffix, <c>_total</c> for counters.</summary>
/// <param name="Text">The metric's name.</param>
/// <param name="Scale">What a measurement is multiplied by to be in the base unit.</param>
internal readonly record struct PrometheusName(string Text, double Scale)
{
    /// <summary>The name of an instrument, e.g. <c>bellwether.decision.duration</c> in <c>ms</c> becomes
    /// <c>bellwether_decision_duration_seconds</c> with scale 0.001.</summary>
    public static PrometheusName Of(string instrument, string? unit, MetricKind kind)
    {
        var name = Clean(instrument);
        var (suffix, scale) = unit switch
        {
            "s" => ("seconds", 1.0),
            "ms" => ("seconds", 1e-3),
            "us" or "µs" => ("seconds", 1e-6),
            "ns" => ("seconds", 1e-9),
            "min" => ("seconds", 60.0),
            "h" => ("seconds", 3600.0),
            "By" => ("bytes", 1.0),
            "KiBy" => ("bytes", 1024.0),
            "MiBy" => ("bytes", 1048576.0),
            "%" => ("ratio", 0.01),
            "1" when kind == MetricKind.Gauge => ("ratio", 1.0),
            null or "" or "1" => ("", 1.0),
            _ when unit.StartsWith('{') => ("", 1.0),
            _ => (Clean(unit), 1.0),
        };
        if (kind == MetricKind.Counter && name.EndsWith("_total", StringComparison.Ordinal))
            name = name[..^6];
        if (suffix.Length > 0 && !name.EndsWith("_" + suffix, StringComparison.Ordinal))
            name += "_" + suffix;
        return new PrometheusName(kind == MetricKind.Counter ? name + "_total" : name, scale);
    }

    /// <summary>A text as a metric's or label's name: letters, digits and underscores, not beginning with a digit.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length + 1);
        foreach (var c in text)
        {
            var fits = char.IsAsciiLetterOrDigit(c);
            if (clean.Length == 0 && (!fits || char.IsAsciiDigit(c)))
                clean.Append('_');
            if (fits)
                clean.Append(c);
            else if (clean[^1] != '_')
                clean.Append('_');
        }

        return clean.Length == 0 ? "_" : clean.ToString();
    }
}
