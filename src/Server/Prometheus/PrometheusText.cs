using System.Buffers;
using System.Globalization;
using System.Text;

namespace Bellwether.Server.Prometheus;

/// <summary>Writes metrics in the text format 0.0.4.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Writes all families that have a series. An observed series that did not show up in this scrape is left out.</summary>
    public static void Write(IBufferWriter<byte> output, IReadOnlyList<MetricFamily> families, long generation)
    {
        foreach (var family in families)
        {
            var headed = false;
            foreach (var series in family.Series)
            {
                if (series.Generation is not 0 and var seen && seen < generation)
                    continue;
                if (!headed)
                    WriteHead(output, family);
                headed = true;
                if (family.Kind == MetricKind.Histogram)
                    WriteHistogram(output, family.Name, series);
                else
                    WriteSample(output, family.Name, "", series.Labels, null, series.Value);
            }
        }
    }

    private static void WriteHead(IBufferWriter<byte> output, MetricFamily family)
    {
        var help = family.Help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        Put(output, $"# HELP {family.Name} {help}\n# TYPE {family.Name} {family.Kind.ToString().ToLowerInvariant()}\n");
    }

    /// <summary>Buckets are read first and the count is their sum, so that what is written agrees with itself while others record.</summary>
    private static void WriteHistogram(IBufferWriter<byte> output, string name, MetricSeries series)
    {
        var bounds = series.Bounds;
        var counts = new long[bounds.Length + 1];
        series.CopyCounts(counts);
        var total = 0L;
        for (var i = 0; i < counts.Length; i++)
        {
            total += counts[i];
            WriteSample(output, name, "_bucket", series.Labels, i < bounds.Length ? Number(bounds[i]) : "+Inf", total);
        }

        WriteSample(output, name, "_sum", series.Labels, null, series.Value);
        WriteSample(output, name, "_count", series.Labels, null, total);
    }

    private static void WriteSample(IBufferWriter<byte> output, string name, string suffix, string labels, string? le, double value)
    {
        Put(output, name);
        Put(output, suffix);
        if (labels.Length > 0 || le is not null)
        {
            Put(output, "{");
            Put(output, labels);
            if (le is not null)
                Put(output, $"{(labels.Length > 0 ? "," : "")}le=\"{le}\"");
            Put(output, "}");
        }

        Put(output, " ");
        Put(output, Number(value));
        Put(output, "\n");
    }

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static void Put(IBufferWriter<byte> output, string text) => Encoding.UTF8.GetBytes(text, output);
}
