using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Bellwether.Server.Tests.Prometheus;

/// <summary>A strict reader of the text format 0.0.4: anything the format does not allow fails.</summary>
internal static partial class PrometheusParser
{
    public static Dictionary<string, Family> Parse(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\r", text, StringComparison.Ordinal);
        var families = new Dictionary<string, Family>(StringComparer.Ordinal);
        Family? current = null;
        string? helped = null;
        foreach (var line in text[..^1].Split('\n'))
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                helped = line.Split(' ', 4)[2];
                Assert.Matches(Name(), helped);
                continue;
            }

            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                var parts = line.Split(' ');
                Assert.Equal(4, parts.Length);
                Assert.Equal(helped, parts[2]);
                Assert.Contains(parts[3], new[] { "counter", "gauge", "histogram" });
                current = new Family(parts[2], parts[3], []);
                Assert.True(families.TryAdd(parts[2], current), $"{parts[2]} has two groups");
                continue;
            }

            Assert.NotNull(current);
            var sample = ReadSample(line);
            var bare = current.Type == "histogram" ? Regex.Replace(sample.Name, "_(bucket|sum|count)$", "") : sample.Name;
            Assert.Equal(current.Name, bare);
            Assert.True(current.Samples.TryAdd(sample.Name + "{" + string.Join(",", sample.Labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => l.Key + "=" + l.Value)) + "}", sample), $"twice: {line}");
        }

        foreach (var family in families.Values)
            Check(family);
        return families;
    }

    private static void Check(Family family)
    {
        Assert.NotEmpty(family.Samples);
        if (family.Type == "counter")
            Assert.EndsWith("_total", family.Name, StringComparison.Ordinal);
        if (family.Type != "histogram")
            return;
        foreach (var group in family.Samples.Values.GroupBy(s => string.Join(",", s.Labels.Where(l => l.Key != "le").OrderBy(l => l.Key, StringComparer.Ordinal))))
        {
            var buckets = group.Where(s => s.Name.EndsWith("_bucket", StringComparison.Ordinal)).ToArray();
            var bounds = buckets.Select(b => Number(b.Labels["le"])).ToArray();
            Assert.Equal(bounds.Distinct().Order(), bounds);
            Assert.Equal(double.PositiveInfinity, bounds[^1]);
            Assert.Equal(buckets.Select(b => b.Value).Order(), buckets.Select(b => b.Value));
            Assert.Equal(buckets[^1].Value, Assert.Single(group, s => s.Name.EndsWith("_count", StringComparison.Ordinal)).Value);
            Assert.Single(group, s => s.Name.EndsWith("_sum", StringComparison.Ordinal));
        }
    }

    private static Sample ReadSample(string line)
    {
        var at = 0;
        while (at < line.Length && line[at] is not ('{' or ' '))
            at++;
        var name = line[..at];
        Assert.Matches(Name(), name);
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        if (line[at] == '{')
        {
            at++;
            while (line[at] != '}')
            {
                var equals = line.IndexOf('=', at);
                var label = line[at..equals];
                Assert.Matches(Label(), label);
                Assert.Equal('"', line[equals + 1]);
                at = equals + 2;
                var value = new StringBuilder();
                for (; line[at] != '"'; at++)
                {
                    if (line[at] != '\\')
                        value.Append(line[at]);
                    else
                        value.Append(line[++at] switch { '\\' => '\\', '"' => '"', 'n' => '\n', var other => throw new FormatException($"\\{other} in {line}") });
                }

                Assert.True(labels.TryAdd(label, value.ToString()), $"{label} twice in {line}");
                at++;
                if (line[at] == ',')
                    at++;
                else
                    Assert.Equal('}', line[at]);
            }

            at++;
        }

        Assert.Equal(' ', line[at]);
        return new Sample(name, labels, Number(line[(at + 1)..]));
    }

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        "NaN" => double.NaN,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    [GeneratedRegex("^[a-zA-Z_:][a-zA-Z0-9_:]*$")]
    private static partial Regex Name();

    [GeneratedRegex("^[a-zA-Z_][a-zA-Z0-9_]*$")]
    private static partial Regex Label();

    internal sealed record Family(string Name, string Type, Dictionary<string, Sample> Samples);

    internal sealed record Sample(string Name, Dictionary<string, string> Labels, double Value);
}
