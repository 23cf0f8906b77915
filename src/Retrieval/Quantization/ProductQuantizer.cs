using System.Runtime.Intrinsics;
using Bellwether.Data.Models;
using Bellwether.Retrieval.VectorSearch;

namespace Bellwether.Retrieval.Quantization;

/// <summary>Cuts a vector into parts of a few numbers and keeps for each which of 16 centers is nearest: 4 bits per part (Jegou, Douze and Schmid, "Product quantization for nearest
/// neighbor search", 2011).</summary>
/// <remarks>Codebooks are held as (part, number in part, center), so that one 512-bit register holds a number of all 16 centers.</remarks>
internal sealed unsafe class ProductQuantizer(int parts, int width, Block codebooks)
{
    /// <summary>Centers per part.</summary>
    public const int Centers = 16;

    /// <summary>So many parts of 8-bit distances still fit a 16-bit sum.</summary>
    public const int MostParts = 256;

    private const int Iterations = 12;

    /// <summary>Even, so that two parts fill a register.</summary>
    public int Parts { get; } = parts;

    /// <summary>Numbers per part.</summary>
    public int Width { get; } = width;

    public Block Codebooks { get; } = codebooks;

    /// <summary>Floats of a vector in parts: the dimension, padded with zeros.</summary>
    public int Length => Parts * Width;

    public static int PartsFor(int dimension, int width) => ((dimension + width - 1) / width + 1) / 2 * 2;

    public static long CodebookBytes(int parts, int width) => (long)parts * width * Centers * sizeof(float);

    /// <summary>Learns codebooks of residuals (n, stride).</summary>
    public static ProductQuantizer Train(float* residuals, int n, int stride, int dimension, int width, FitContext context)
    {
        var parts = PartsFor(dimension, width);
        var codebooks = new Block(CodebookBytes(parts, width));
        var known = Math.Min(n, Centers);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.CancellationToken };
        Parallel.For(0, parts, parallel, part =>
        {
            var padded = FloatKernels.Padded(width);
            var (rows, centers) = (new Block((long)n * padded * sizeof(float)), new Block((long)Centers * padded * sizeof(float)));
            for (var i = 0; i < n; i++)
                for (var t = 0; t < width && (part * width) + t < dimension; t++)
                    ((float*)rows.Pointer)[((long)i * padded) + t] = residuals[((long)i * stride) + (part * width) + t];
            Lloyd.Train((float*)rows.Pointer, n, padded, (float*)centers.Pointer, known, Iterations, context.Seed.Derive(part), context with { Threads = 1 });
            for (var c = 0; c < Centers; c++)
                for (var t = 0; t < width; t++)
                    ((float*)codebooks.Pointer)[(((part * width) + t) * Centers) + c] = ((float*)centers.Pointer)[(Math.Min(c, known - 1) * padded) + t];
            GC.KeepAlive(rows);
            GC.KeepAlive(centers);
        });
        return new ProductQuantizer(parts, width, codebooks);
    }

    /// <summary>The code (parts) of a residual in parts.</summary>
    public void Encode(float* residual, Span<byte> code)
    {
        for (var part = 0; part < Parts; part++)
        {
            var distances = Distances(residual, part);
            var best = 0;
            for (var c = 1; c < Centers; c++)
                if (distances.GetElement(c) < distances.GetElement(best))
                    best = c;
            code[part] = (byte)best;
        }
    }

    /// <summary>Tables of distances from a query: squared from its residual to every center, or minus the product with it, each rounded to 8 bits.</summary>
    /// <param name="query">In parts.</param>
    /// <param name="dot">Minus products instead of squared distances.</param>
    /// <param name="floats">Room for parts · 16 floats.</param>
    /// <param name="table">Takes parts · 16 bytes.</param>
    /// <param name="least">What the sum of zeros means.</param>
    /// <returns>What one step of the sum means.</returns>
    public float Table(float* query, bool dot, float* floats, byte* table, out float least)
    {
        float widest = 0, sum = 0;
        for (var part = 0; part < Parts; part++)
        {
            var distances = dot ? Products(query, part) : Distances(query, part);
            var (low, high) = (Smallest(distances), -Smallest(-distances));
            widest = Math.Max(widest, high - low);
            sum += low;
            (distances - Vector512.Create(low)).Store(floats + (part * Centers));
        }

        least = sum;
        var inverse = widest > 0 ? 255 / widest : 0;
        inverse = float.IsFinite(inverse) ? inverse : 0;
        for (var i = 0; i < Parts * Centers; i += Centers)
        {
            var whole = Vector512.ConvertToInt32((Vector512.Load(floats + i) * Vector512.Create(inverse)) + Vector512.Create(0.5f));
            for (var c = 0; c < Centers; c++)
                table[i + c] = (byte)whole.GetElement(c);
        }

        return inverse > 0 ? 1 / inverse : 0;
    }

    private Vector512<float> Distances(float* residual, int part)
    {
        var sum = Vector512<float>.Zero;
        for (var t = part * Width; t < (part + 1) * Width; t++)
        {
            var difference = Vector512.Create(residual[t]) - Vector512.Load((float*)Codebooks.Pointer + (t * Centers));
            sum = Vector512.FusedMultiplyAdd(difference, difference, sum);
        }

        return sum;
    }

    private Vector512<float> Products(float* query, int part)
    {
        var sum = Vector512<float>.Zero;
        for (var t = part * Width; t < (part + 1) * Width; t++)
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(-query[t]), Vector512.Load((float*)Codebooks.Pointer + (t * Centers)), sum);
        return sum;
    }

    private static float Smallest(Vector512<float> values)
    {
        var eight = Vector256.Min(values.GetLower(), values.GetUpper());
        var four = Vector128.Min(eight.GetLower(), eight.GetUpper());
        return Math.Min(Math.Min(four.GetElement(0), four.GetElement(1)), Math.Min(four.GetElement(2), four.GetElement(3)));
    }
}
