using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bellwether.Numerics.LinearAlgebra;

/// <summary>The inner tile of a matrix product: C (rows, columns) from packed panels of A and B.</summary>
/// <remarks>Every element of C is one chain of fused multiply-adds over the depth, whatever the width of the vectors: the bits are the same with
/// AVX-512, AVX2 and none of them. Panels: for each step of the depth <see cref="Rows"/> numbers of A, <see cref="Columns"/> of B.</remarks>
internal static unsafe class ProductKernel<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows of a tile: as many as the registers hold.</summary>
    public static int Rows => Vector512.IsHardwareAccelerated ? 8 : 4;

    /// <summary>Columns of a tile.</summary>
    public static int Columns => 3 * (Vector512.IsHardwareAccelerated ? Vector512<T>.Count : Vector<T>.Count);

    /// <summary>The most elements that a tile has on any machine.</summary>
    public static int Largest => 8 * 3 * Vector512<T>.Count;

    /// <summary>Writes the tile to C, or adds it.</summary>
    /// <param name="a">A panel of A.</param>
    /// <param name="b">A panel of B.</param>
    /// <param name="depth">Steps.</param>
    /// <param name="c">The upper left element of the tile.</param>
    /// <param name="stride">Elements from one row of C to the next.</param>
    /// <param name="add">Whether to add.</param>
    public static void Tile(T* a, T* b, int depth, T* c, nint stride, bool add)
    {
        if (Vector512.IsHardwareAccelerated)
            Wide(a, b, depth, c, stride, add);
        else
            Narrow(a, b, depth, c, stride, add);
    }

    /// <summary>A tile of 8 rows and 3 vectors: 24 sums stay in registers over the whole depth.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Wide(T* a, T* b, int depth, T* c, nint stride, bool add)
    {
        var (c0a, c0b, c0c) = (Vector512<T>.Zero, Vector512<T>.Zero, Vector512<T>.Zero);
        var (c1a, c1b, c1c) = (Vector512<T>.Zero, Vector512<T>.Zero, Vector512<T>.Zero);
        var (c2a, c2b, c2c) = (Vector512<T>.Zero, Vector512<T>.Zero, Vector512<T>.Zero);
        var (c3a, c3b, c3c) = (Vector512<T>.Zero, Vector512<T>.Zero, Vector512<T>.Zero);
        var (c4a, c4b, c4c) = (Vector512<T>.Zero, Vector512<T>.Zero, Vector512<T>.Zero);
        var (c5a, c5b, c5c) = (Vector512<T>.Zero, Vector512<T>.Zero, Vector512<T>.Zero);
        var (c6a, c6b, c6c) = (Vector512<T>.Zero, Vector512<T>.Zero, Vector512<T>.Zero);
        var (c7a, c7b, c7c) = (Vector512<T>.Zero, Vector512<T>.Zero, Vector512<T>.Zero);
        for (var k = 0; k < depth; k++)
        {
            var ba = Vector512.Load(b);
            var bb = Vector512.Load(b + Vector512<T>.Count);
            var bc = Vector512.Load(b + (2 * Vector512<T>.Count));
            var x = Vector512.Create(a[0]);
            c0a = Fused(x, ba, c0a);
            c0b = Fused(x, bb, c0b);
            c0c = Fused(x, bc, c0c);
            var x1 = Vector512.Create(a[1]);
            c1a = Fused(x1, ba, c1a);
            c1b = Fused(x1, bb, c1b);
            c1c = Fused(x1, bc, c1c);
            var x2 = Vector512.Create(a[2]);
            c2a = Fused(x2, ba, c2a);
            c2b = Fused(x2, bb, c2b);
            c2c = Fused(x2, bc, c2c);
            var x3 = Vector512.Create(a[3]);
            c3a = Fused(x3, ba, c3a);
            c3b = Fused(x3, bb, c3b);
            c3c = Fused(x3, bc, c3c);
            var x4 = Vector512.Create(a[4]);
            c4a = Fused(x4, ba, c4a);
            c4b = Fused(x4, bb, c4b);
            c4c = Fused(x4, bc, c4c);
            var x5 = Vector512.Create(a[5]);
            c5a = Fused(x5, ba, c5a);
            c5b = Fused(x5, bb, c5b);
            c5c = Fused(x5, bc, c5c);
            var x6 = Vector512.Create(a[6]);
            c6a = Fused(x6, ba, c6a);
            c6b = Fused(x6, bb, c6b);
            c6c = Fused(x6, bc, c6c);
            var x7 = Vector512.Create(a[7]);
            c7a = Fused(x7, ba, c7a);
            c7b = Fused(x7, bb, c7b);
            c7c = Fused(x7, bc, c7c);
            a += 8;
            b += 3 * Vector512<T>.Count;
        }

        Store(c, c0a, c0b, c0c, add);
        Store(c + stride, c1a, c1b, c1c, add);
        Store(c + (2 * stride), c2a, c2b, c2c, add);
        Store(c + (3 * stride), c3a, c3b, c3c, add);
        Store(c + (4 * stride), c4a, c4b, c4c, add);
        Store(c + (5 * stride), c5a, c5b, c5c, add);
        Store(c + (6 * stride), c6a, c6b, c6c, add);
        Store(c + (7 * stride), c7a, c7b, c7c, add);
    }

    /// <summary>A tile of 4 rows and 3 vectors: 12 sums stay in registers over the whole depth.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Narrow(T* a, T* b, int depth, T* c, nint stride, bool add)
    {
        var (c0a, c0b, c0c) = (Vector<T>.Zero, Vector<T>.Zero, Vector<T>.Zero);
        var (c1a, c1b, c1c) = (Vector<T>.Zero, Vector<T>.Zero, Vector<T>.Zero);
        var (c2a, c2b, c2c) = (Vector<T>.Zero, Vector<T>.Zero, Vector<T>.Zero);
        var (c3a, c3b, c3c) = (Vector<T>.Zero, Vector<T>.Zero, Vector<T>.Zero);
        for (var k = 0; k < depth; k++)
        {
            var ba = Vector.Load(b);
            var bb = Vector.Load(b + Vector<T>.Count);
            var bc = Vector.Load(b + (2 * Vector<T>.Count));
            var x = Vector.Create(a[0]);
            c0a = Fused(x, ba, c0a);
            c0b = Fused(x, bb, c0b);
            c0c = Fused(x, bc, c0c);
            var x1 = Vector.Create(a[1]);
            c1a = Fused(x1, ba, c1a);
            c1b = Fused(x1, bb, c1b);
            c1c = Fused(x1, bc, c1c);
            var x2 = Vector.Create(a[2]);
            c2a = Fused(x2, ba, c2a);
            c2b = Fused(x2, bb, c2b);
            c2c = Fused(x2, bc, c2c);
            var x3 = Vector.Create(a[3]);
            c3a = Fused(x3, ba, c3a);
            c3b = Fused(x3, bb, c3b);
            c3c = Fused(x3, bc, c3c);
            a += 4;
            b += 3 * Vector<T>.Count;
        }

        Store(c, c0a, c0b, c0c, add);
        Store(c + stride, c1a, c1b, c1c, add);
        Store(c + (2 * stride), c2a, c2b, c2c, add);
        Store(c + (3 * stride), c3a, c3b, c3c, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(T* c, Vector512<T> first, Vector512<T> second, Vector512<T> third, bool add)
    {
        if (add)
        {
            first += Vector512.Load(c);
            second += Vector512.Load(c + Vector512<T>.Count);
            third += Vector512.Load(c + (2 * Vector512<T>.Count));
        }

        Vector512.Store(first, c);
        Vector512.Store(second, c + Vector512<T>.Count);
        Vector512.Store(third, c + (2 * Vector512<T>.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(T* c, Vector<T> first, Vector<T> second, Vector<T> third, bool add)
    {
        if (add)
        {
            first += Vector.Load(c);
            second += Vector.Load(c + Vector<T>.Count);
            third += Vector.Load(c + (2 * Vector<T>.Count));
        }

        Vector.Store(first, c);
        Vector.Store(second, c + Vector<T>.Count);
        Vector.Store(third, c + (2 * Vector<T>.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<T> Fused(Vector512<T> x, Vector512<T> y, Vector512<T> sum) => typeof(T) == typeof(double)
        ? Vector512.FusedMultiplyAdd(x.AsDouble(), y.AsDouble(), sum.AsDouble()).As<double, T>()
        : Vector512.FusedMultiplyAdd(x.AsSingle(), y.AsSingle(), sum.AsSingle()).As<float, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> Fused(Vector<T> x, Vector<T> y, Vector<T> sum) => typeof(T) == typeof(double)
        ? Vector.FusedMultiplyAdd(x.As<T, double>(), y.As<T, double>(), sum.As<T, double>()).As<double, T>()
        : Vector.FusedMultiplyAdd(x.As<T, float>(), y.As<T, float>(), sum.As<T, float>()).As<float, T>();
}
