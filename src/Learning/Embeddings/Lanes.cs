using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bellwether.Learning.Embeddings;

/// <summary>Kernels over padded rows in 16 fixed lanes: the same bits on every machine, with 512-bit registers or none.</summary>
/// <remarks>Product and sum are rounded apart, never fused, and lanes are added up in one fixed order.</remarks>
internal static unsafe class Lanes
{
    public const int Width = 16;

    public static float Dot(float* a, float* b, int stride)
    {
        var sum = Vector512<float>.Zero;
        for (var i = 0; i < stride; i += Width)
            sum += Vector512.Load(a + i) * Vector512.Load(b + i);
        return Total(sum);
    }

    /// <summary>y += factor·x.</summary>
    public static void Add(float* y, float* x, float factor, int stride)
    {
        var scale = Vector512.Create(factor);
        for (var i = 0; i < stride; i += Width)
            (Vector512.Load(y + i) + (Vector512.Load(x + i) * scale)).Store(y + i);
    }

    /// <summary>y += x.</summary>
    public static void Add(float* y, float* x, int stride)
    {
        for (var i = 0; i < stride; i += Width)
            (Vector512.Load(y + i) + Vector512.Load(x + i)).Store(y + i);
    }

    /// <summary>y += sum of factors[j·step]·rows[j], j rising: each group of lanes of y stays in registers through all rows.</summary>
    public static void AddRows(float* y, float* rows, int stride, float* factors, int step, int count)
    {
        var i = 0;
        for (; i + (4 * Width) <= stride; i += 4 * Width)
        {
            var (a, b, c, d) = (Vector512.Load(y + i), Vector512.Load(y + i + 16), Vector512.Load(y + i + 32), Vector512.Load(y + i + 48));
            float* row = rows + i, factor = factors;
            for (var j = 0; j < count; j++, row += stride, factor += step)
            {
                var scale = Vector512.Create(*factor);
                a += Vector512.Load(row) * scale;
                b += Vector512.Load(row + 16) * scale;
                c += Vector512.Load(row + 32) * scale;
                d += Vector512.Load(row + 48) * scale;
            }

            a.Store(y + i);
            b.Store(y + i + 16);
            c.Store(y + i + 32);
            d.Store(y + i + 48);
        }

        for (; i < stride; i += Width)
        {
            var a = Vector512.Load(y + i);
            float* row = rows + i, factor = factors;
            for (var j = 0; j < count; j++, row += stride, factor += step)
                a += Vector512.Load(row) * Vector512.Create(*factor);
            a.Store(y + i);
        }
    }

    /// <summary>target = factor · sum of the rows with these numbers.</summary>
    public static void Mean(float* target, RowTable table, ReadOnlySpan<int> rows, float factor)
    {
        var stride = table.Stride;
        new Span<float>(target, stride).Clear();
        foreach (var row in rows)
            Add(target, table[row], stride);
        Scale(target, factor, stride);
    }

    public static void Scale(float* x, float factor, int stride)
    {
        var scale = Vector512.Create(factor);
        for (var i = 0; i < stride; i += Width)
            (Vector512.Load(x + i) * scale).Store(x + i);
    }

    /// <summary>Turns scores (padded to whole groups; padding holds -infinity) into probabilities, in place.</summary>
    public static void Softmax(float* scores, int padded)
    {
        var most = Vector512.Load(scores);
        for (var i = Width; i < padded; i += Width)
            most = Vector512.Max(most, Vector512.Load(scores + i));
        var largest = float.NegativeInfinity;
        for (var lane = 0; lane < Width; lane++)
            largest = Math.Max(largest, most.GetElement(lane));
        var (shift, sum) = (Vector512.Create(largest), Vector512<float>.Zero);
        for (var i = 0; i < padded; i += Width)
        {
            var e = Exp(Vector512.Load(scores + i) - shift);
            e.Store(scores + i);
            sum += e;
        }

        Scale(scores, 1 / Total(sum), padded);
    }

    /// <summary>exp of numbers of at most 0, to 2 units in the last place; 0 below -87.</summary>
    /// <remarks>2^n·e^r with |r| of at most ln 2 / 2 and the polynomial of Cephes (expf).</remarks>
    private static Vector512<float> Exp(Vector512<float> x)
    {
        var low = Vector512.LessThan(x, Vector512.Create(-87f));
        x = Vector512.Max(x, Vector512.Create(-87f));
        var n = Vector512.Floor((x * Vector512.Create(1.44269504088896341f)) + Vector512.Create(0.5f));
        var r = x - (n * Vector512.Create(0.693359375f)) + (n * Vector512.Create(2.12194440e-4f));
        var p = Vector512.Create(1.9875691500e-4f);
        p = (p * r) + Vector512.Create(1.3981999507e-3f);
        p = (p * r) + Vector512.Create(8.3334519073e-3f);
        p = (p * r) + Vector512.Create(4.1665795894e-2f);
        p = (p * r) + Vector512.Create(1.6666665459e-1f);
        p = (p * r) + Vector512.Create(5.0000001201e-1f);
        p = (p * r * r) + r + Vector512<float>.One;
        var power = Vector512.ShiftLeft(Vector512.ConvertToInt32(n) + Vector512.Create(127), 23).AsSingle();
        return Vector512.ConditionalSelect(low, Vector512<float>.Zero, p * power);
    }

    /// <summary>The sum of all lanes in a fixed order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Total(Vector512<float> v)
    {
        var half = v.GetLower() + v.GetUpper();
        var quarter = half.GetLower() + half.GetUpper();
        quarter += Vector128.Shuffle(quarter, Vector128.Create(2, 3, 0, 1));
        return quarter.GetElement(0) + quarter.GetElement(1);
    }
}
