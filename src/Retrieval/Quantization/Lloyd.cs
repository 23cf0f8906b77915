using Bellwether.Data.Models;
using Bellwether.Numerics.Random;
using Bellwether.Retrieval.VectorSearch;

namespace Bellwether.Retrieval.Quantization;

/// <summary>k-means by Lloyd's iterations for codebooks: centers begin at points drawn without repetition; a center that loses all its points takes half of the largest cluster.</summary>
/// <remarks>The same centers at any number of threads: points find their centers independently, and sums are taken in the order of points.</remarks>
internal static unsafe class Lloyd
{
    private const int Piece = 256;

    /// <summary>Writes <paramref name="count"/> centers (count, stride).</summary>
    /// <param name="points">Rows (n, stride), padded with zeros.</param>
    /// <param name="n">How many; at least <paramref name="count"/>.</param>
    /// <param name="stride">Floats per row, a multiple of 16.</param>
    /// <param name="centers">Takes the centers.</param>
    /// <param name="count">How many centers.</param>
    /// <param name="iterations">How often points are assigned and centers moved.</param>
    /// <param name="seed">Draws the first centers.</param>
    /// <param name="context">Threads and token.</param>
    public static void Train(float* points, int n, int stride, float* centers, int count, int iterations, Seed seed, FitContext context)
    {
        var order = new int[n];
        for (var i = 0; i < n; i++)
            order[i] = i;
        seed.Stream().Shuffle<int>(order);
        for (var c = 0; c < count; c++)
            Row(points, order[c], stride).CopyTo(Row(centers, c, stride));
        var (nearest, sums, sizes) = (new int[n], new double[(long)count * stride], new int[count]);
        for (var iteration = 0; iteration < iterations; iteration++)
        {
            Assign(points, n, stride, centers, count, nearest, context);
            Array.Clear(sums);
            Array.Clear(sizes);
            for (var i = 0; i < n; i++)
            {
                var row = Row(points, i, stride);
                var sum = sums.AsSpan(nearest[i] * stride, stride);
                for (var j = 0; j < stride; j++)
                    sum[j] += row[j];
                sizes[nearest[i]]++;
            }

            for (var c = 0; c < count; c++)
                for (var j = 0; j < stride && sizes[c] > 0; j++)
                    centers[((long)c * stride) + j] = (float)(sums[(c * stride) + j] / sizes[c]);
            Refill(centers, stride, sizes);
        }
    }

    /// <summary>The nearest center of each point, the first of equal ones.</summary>
    public static void Assign(float* points, int n, int stride, float* centers, int count, int[] nearest, FitContext context)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.CancellationToken };
        Parallel.For(0, (n + Piece - 1) / Piece, parallel, piece =>
        {
            for (var i = piece * Piece; i < Math.Min(n, (piece + 1) * Piece); i++)
                nearest[i] = Nearest(points + ((long)i * stride), stride, centers, count);
        });
    }

    public static int Nearest(float* point, int stride, float* centers, int count)
    {
        var (best, near) = (0, float.MaxValue);
        for (var c = 0; c < count; c++)
        {
            var far = FloatKernels.SquaredEuclidean(point, centers + ((long)c * stride), stride);
            if (far < near)
                (best, near) = (c, far);
        }

        return best;
    }

    /// <summary>An empty cluster becomes a slightly moved copy of the largest, as in faiss.</summary>
    private static void Refill(float* centers, int stride, int[] sizes)
    {
        for (var c = 0; c < sizes.Length; c++)
        {
            if (sizes[c] > 0)
                continue;
            var largest = Array.IndexOf(sizes, sizes.Max());
            for (var j = 0; j < stride; j++)
            {
                var value = centers[((long)largest * stride) + j];
                centers[((long)c * stride) + j] = value * (j % 2 == 0 ? 1 + (1 / 1024f) : 1 - (1 / 1024f));
                centers[((long)largest * stride) + j] = value * (j % 2 == 0 ? 1 - (1 / 1024f) : 1 + (1 / 1024f));
            }

            (sizes[c], sizes[largest]) = (sizes[largest] / 2, sizes[largest] - (sizes[largest] / 2));
        }
    }

    private static Span<float> Row(float* rows, long row, int stride) => new(rows + (row * stride), stride);
}
