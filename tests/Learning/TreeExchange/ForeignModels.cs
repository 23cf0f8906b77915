using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using System.Text.Json;

namespace Bellwether.Learning.Tests.TreeExchange;

/// <summary>The files under Oracles, which make_xgboost.py made.</summary>
internal static class ForeignModels
{
    private static readonly JsonElement Answers = JsonDocument.Parse(Bytes("predictions.json")).RootElement;

    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "TreeExchange", "Oracles");

    /// <summary>Rows of doubles: random ones, thresholds and their neighbours, missing values.</summary>
    public static double[][] Rows { get; } = [.. Answers.GetProperty("rows").EnumerateArray().Select(Numbers)];

    public static byte[] Bytes(string file) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "TreeExchange", "Oracles", file));

    /// <summary>What XGBoost says, a row of one or more numbers for each of <see cref="Rows"/>.</summary>
    public static double[][] Predictions(string model) => [.. Answers.GetProperty("predictions").GetProperty(model).EnumerateArray().Select(Numbers)];

    /// <summary>The sums before the link, one or more for each of <see cref="Rows"/>.</summary>
    public static double[][] Margins(string model) => [.. Answers.GetProperty("margins").GetProperty(model).EnumerateArray().Select(Numbers)];

    /// <summary>Rows as a table.</summary>
    public static Dataset Table(FeatureSchema schema, double[][] rows) =>
        new(schema, [.. Enumerable.Range(0, schema.Count).Select(f => rows.Select(r => r[f]).ToArray())], new double[rows.Length], new long[rows.Length]);

    /// <summary>Runs a reading of bytes that need not be sound: it gives a model or says what is wrong, and takes memory in proportion.</summary>
    /// <returns>The complaint, or null.</returns>
    public static string? Bear(Func<byte[], IModel> read, byte[] file)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        string? complaint = null;
        try
        {
            var model = read(file);
            var score = model.Predict(new double[model.Schema.Count]);
            Assert.True(double.IsFinite(score));
        }
        catch (ModelFormatException e)
        {
            complaint = e.Message;
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (Environment.GetEnvironmentVariable("BELLWETHER_PARITY") is { Length: > 0 } report && file.Length > 100_000)
            File.AppendAllText(report, $"{file.Length} bytes: {(double)allocated / file.Length:g3} bytes allocated per byte\n");
        Assert.True(allocated < (64L * file.Length) + (8 << 20), $"{allocated} bytes for a file of {file.Length}");
        return complaint;
    }

    private static double[] Numbers(JsonElement e) => e.ValueKind == JsonValueKind.Array
        ? [.. e.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Null ? double.NaN : v.GetDouble())]
        : [e.GetDouble()];
}
