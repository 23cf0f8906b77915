using System.Text.Json;
using Bellwether.Evaluation.Metrics;
using Bellwether.Evaluation.Tests.Oracles;

namespace Bellwether.Evaluation.Tests.Metrics;

public sealed class MetricOracleTests
{
    [Fact]
    public void Classification_agrees_with_scikit_learn_with_ties_and_weights() => Compare("want", "scores", "labels");

    [Fact]
    public void Regression_agrees_with_scikit_learn_with_weights() => Compare("regression", "predicted", "truth");

    private static void Compare(string wanted, string scores, string labels)
    {
        var seen = 0;
        foreach (var entry in Oracle.Read("metrics.json").GetProperty("cases").EnumerateArray())
        {
            var weights = Numbers(entry, "weights");
            foreach (var want in entry.GetProperty(wanted).EnumerateObject())
            {
                var actual = MetricCatalogue.Parse(want.Name).Of(Numbers(entry, scores), Numbers(entry, labels), weights);
                var expected = want.Value.GetDouble();
                Assert.True(Math.Abs(actual - expected) <= 1e-10 * Math.Max(1, Math.Abs(expected)), $"{want.Name}: {actual} but scikit-learn says {expected}");
                seen++;
            }
        }

        Assert.True(seen >= 40);
    }

    internal static double[] Numbers(JsonElement entry, string name) => [.. entry.GetProperty(name).EnumerateArray().Select(x => x.GetDouble())];
}
