using Bellwether.Data.Training;
using Bellwether.Numerics.Random;

namespace Bellwether.Bench.Learning;

/// <summary>Seeded rows in the manner of the HIGGS data: skewed and symmetric quantities, a few that take three values, and a label that
/// depends on products and ratios of them, with noise that no model can learn.</summary>
public static class HiggsLikeRows
{
    public static Dataset Make(int rows, int columns, Seed seed)
    {
        var stream = seed.Stream();
        var data = new double[columns][];
        for (var c = 0; c < columns; c++)
            data[c] = new double[rows];
        var labels = new double[rows];
        for (var row = 0; row < rows; row++)
        {
            for (var c = 0; c < columns; c++)
                data[c][row] = (float)((c % 4) switch
                {
                    0 => stream.NextExponential(1),
                    1 or 2 => stream.NextGaussian(),
                    _ => c % 8 == 3 ? stream.NextInt(3) * 1.0865 : Math.Abs(stream.NextGaussian()) + 0.2,
                });
            double X(int c) => data[c % columns][row];
            var score = (X(1) * X(2)) + (0.6 * X(0) * X(5)) - (0.5 * X(6) * X(6)) + Math.Sin(2 * X(9)) + (X(10) > 0.3 ? X(4) : -X(8))
                + (0.4 * X(13)) - (0.3 * X(14) * X(17)) + (X(7) / (0.5 + X(12))) - 0.6;
            labels[row] = stream.NextBool(1 / (1 + Math.Exp(-score))) ? 1 : 0;
        }

        return new Dataset(new FeatureSchema(Enumerable.Range(0, columns).Select(c => new FeatureSpec($"f{c}"))), data, labels, new long[rows]);
    }
}
