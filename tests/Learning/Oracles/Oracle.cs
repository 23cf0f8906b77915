using System.Text.Json;
using Bellwether.Data.Training;

namespace Bellwether.Learning.Tests.Oracles;

internal static class Oracle
{
    public static JsonElement Read(string name) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Oracles", name))).RootElement;

    public static double[] Numbers(this JsonElement parent, string name) =>
        [.. parent.GetProperty(name).EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Null ? double.NaN : v.GetDouble())];

    public static double[][] Columns(this JsonElement parent, string name)
    {
        var rows = parent.GetProperty(name).EnumerateArray()
            .Select(r => r.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Null ? double.NaN : v.GetDouble()).ToArray()).ToArray();
        return [.. Enumerable.Range(0, rows[0].Length).Select(c => rows.Select(r => r[c]).ToArray())];
    }

    public static Dataset Table(double[][] columns, double[] labels, double[]? weights = null) =>
        new(new FeatureSchema(columns.Select((_, c) => new FeatureSpec($"x{c}"))), columns, labels, new long[labels.Length], weights);
}
