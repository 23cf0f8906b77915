using Bellwether.Data.Training;
using Bellwether.Numerics.LinearAlgebra;
using Bellwether.Numerics.Random;

namespace Bellwether.Bench.Learning;

/// <summary>Seeded sparse rows in the manner of texts: words by Zipf's law, values as TF-IDF of length 1, a label that depends on a tenth of the words, with noise.</summary>
public static class TextLikeRows
{
    public static SparseDataset Make(int rows, int width, int words, Seed seed)
    {
        var (stream, truth) = (seed.Stream(), new double[width]);
        for (var c = 0; c < width; c++)
            truth[c] = stream.NextBool(0.1) ? stream.NextGaussian(0, 6) : 0;
        var (starts, columns, values, labels) = (new int[rows + 1], new List<int>(rows * words), new List<float>(rows * words), new double[rows]);
        var own = new SortedSet<int>();
        for (var row = 0; row < rows; row++)
        {
            own.Clear();
            while (own.Count < words)
                own.Add((int)(Math.Pow(width, stream.NextDouble()) - 1) % width);
            var (norm, score, first) = (0.0, 0.0, values.Count);
            foreach (var column in own)
            {
                var value = (1 + stream.NextExponential(0.3)) * Math.Log(2 + column);
                norm += value * value;
                columns.Add(column);
                values.Add((float)value);
            }

            for (var at = first; at < values.Count; at++)
            {
                values[at] /= (float)Math.Sqrt(norm);
                score += values[at] * truth[columns[at]];
            }

            starts[row + 1] = columns.Count;
            labels[row] = stream.NextBool(1 / (1 + Math.Exp(-2 * score))) ? 1 : 0;
        }

        return new SparseDataset(new SparseMatrix(width, starts, [.. columns], [.. values]), labels);
    }
}
