using Bellwether.Data.Training;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Laws;

/// <summary>Seeded rows with everything a learner must bear: missing numbers, categories (some rare, some missing), weights, times.</summary>
internal static class Sample
{
    public static FeatureSchema Schema { get; } = new(
    [
        new FeatureSpec("amount"), new FeatureSpec("age"), new FeatureSpec("country", FeatureKind.Categorical), new FeatureSpec("hour"),
        new FeatureSpec("flat"), new FeatureSpec("merchant", FeatureKind.Categorical),
    ]);

    public static Dataset Make(int count, ulong seed = 1, bool weighted = true)
    {
        var stream = new Seed(seed).Stream();
        var columns = Enumerable.Range(0, Schema.Count).Select(_ => new double[count]).ToArray();
        var (labels, weights, times) = (new double[count], new double[count], new long[count]);
        for (var row = 0; row < count; row++)
        {
            columns[0][row] = stream.NextLogNormal(2, 1);
            columns[1][row] = stream.NextBool(0.1) ? double.NaN : stream.NextGaussian(40, 12);
            var country = stream.NextInt(6);
            columns[2][row] = stream.NextBool(0.05) ? double.NaN : Category.Code($"country {country}");
            columns[3][row] = stream.NextInt(24);
            columns[4][row] = 3;
            columns[5][row] = Category.Code($"merchant {stream.NextInt(stream.NextBool(0.5) ? 5 : 400)}");
            var score = Math.Log(columns[0][row]) - 2 + (double.IsNaN(columns[1][row]) ? 1 : (columns[1][row] - 40) / 20) + (country % 3) - 1;
            labels[row] = stream.NextBool(1 / (1 + Math.Exp(-score))) ? 1 : 0;
            weights[row] = stream.NextDouble(0.5, 2);
            times[row] = row * 1_000_000L;
        }

        return new Dataset(Schema, columns, labels, times, weighted ? weights : null);
    }

    public static double[] Vector(Dataset rows, int row)
    {
        var vector = new double[rows.Width];
        rows.CopyRow(row, vector);
        return vector;
    }

    /// <summary>Vectors that no training row looks like.</summary>
    public static IEnumerable<double[]> Strange()
    {
        double[] usual = [10, 40, Category.Code("country 1"), 12, 3, Category.Code("merchant 1")];
        yield return usual;
        yield return [.. usual.Select(_ => double.NaN)];
        foreach (var value in new[] { 0, -1, 1e300, -1e300, double.MaxValue, double.MinValue, double.Epsilon, double.PositiveInfinity, double.NegativeInfinity, Category.Code("unseen") })
        {
            yield return [.. usual.Select(_ => value)];
            for (var feature = 0; feature < usual.Length; feature++)
                yield return [.. usual.Select((v, f) => f == feature ? value : v)];
        }
    }
}
