using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bellwether.Numerics.LinearAlgebra;

/// <summary>Points (n, d) laid out in panels of <see cref="Lanes"/>: step p of a panel holds coordinate p of all its points, so that one instruction works on many points.</summary>
/// <remarks>The layout for one against many: distances of queries to all points, of points to all centres. Every number that comes out is one chain of fused
/// multiply-adds over the coordinates in order: the bits do not depend on the instruction set, on threads, nor on how many rows are asked at once.
/// Points in the last panel beyond n are zeros. Takes 4 d bytes per point. Immutable once packed, but for <see cref="Fill"/>.</remarks>
public sealed unsafe class PointPanels
{
    /// <summary>Points per panel.</summary>
    public const int Lanes = 32;

    private const int RowTile = 8;

    private readonly float[] _memory;
    private readonly float* _values;

    /// <summary>Panels of zeros.</summary>
    /// <param name="count">n.</param>
    /// <param name="dimension">d.</param>
    public PointPanels(int count, int dimension)
    {
        (Count, Dimension) = (Require.NotNegative(count), Require.Positive(dimension));
        Panels = (count + Lanes - 1) / Lanes;
        _memory = GC.AllocateArray<float>(checked((Panels * Lanes * dimension) + 16), pinned: true);
        _values = (float*)(((nuint)Unsafe.AsPointer(ref _memory[0]) + 63) & ~(nuint)63);
    }

    /// <summary>n.</summary>
    public int Count { get; }

    /// <summary>d.</summary>
    public int Dimension { get; }

    /// <summary>How many panels there are.</summary>
    public int Panels { get; }

    /// <summary>Lays out points less a centre.</summary>
    /// <param name="points">The points (n, d).</param>
    /// <param name="centre">What to subtract (d); empty for nothing.</param>
    public static PointPanels Pack(Vectors points, ReadOnlySpan<float> centre = default)
    {
        var panels = new PointPanels(points.Count, points.Dimension);
        for (var panel = 0; panel < panels.Panels; panel++)
            panels.Pack(panel, points, centre);
        return panels;
    }

    /// <summary>Lays out the points of one panel, less a centre: point panel·Lanes + lane goes to its lane.</summary>
    public void Pack(int panel, Vectors points, ReadOnlySpan<float> centre = default)
    {
        Span<int> rows = stackalloc int[Lanes];
        var count = Math.Min(Lanes, points.Count - (panel * Lanes));
        for (var lane = 0; lane < count; lane++)
            rows[lane] = (panel * Lanes) + lane;
        Fill(panel, points, rows[..count], centre);
    }

    /// <summary>Lays out any rows of points in a panel, less a centre; lanes beyond them keep what they held.</summary>
    public void Fill(int panel, Vectors points, ReadOnlySpan<int> rows, ReadOnlySpan<float> centre = default)
    {
        const int Steps = 16;
        var to = At(panel);
        var d = Dimension;
        for (var first = 0; first < d; first += Steps)
        {
            var steps = Math.Min(Steps, d - first);
            for (var lane = 0; lane < rows.Length; lane++)
            {
                var from = points[rows[lane]].Slice(first, steps);
                var at = to + (first * Lanes) + lane;
                if (centre.IsEmpty)
                    for (var p = 0; p < from.Length; p++, at += Lanes)
                        *at = from[p];
                else
                    for (var p = 0; p < from.Length; p++, at += Lanes)
                        *at = from[p] - centre[first + p];
            }
        }
    }

    /// <summary>Writes the dot products (rows, Lanes) of rows (rows, d) with the points of a panel.</summary>
    [SkipLocalsInit]
    public void Dots(int panel, ReadOnlySpan<float> rows, Span<float> dots)
    {
        var count = rows.Length / Dimension;
        Require.SameLength(count * Dimension, rows.Length, nameof(rows));
        Require.SameLength(count * Lanes, dots.Length, nameof(dots));
        fixed (float* a = rows, c = dots)
        {
            var row = 0;
            for (; row + RowTile <= count; row += RowTile)
            {
                if (Vector512.IsHardwareAccelerated)
                    Eight(At(panel), a + ((nint)row * Dimension), Dimension, c + (row * Lanes));
                else
                    for (var half = 0; half < RowTile; half += 2)
                        Two(At(panel), a + ((nint)(row + half) * Dimension), Dimension, c + ((row + half) * Lanes));
            }

            for (; row + 2 <= count; row += 2)
                Two(At(panel), a + ((nint)row * Dimension), Dimension, c + (row * Lanes));
            if (row < count)
                One(At(panel), a + ((nint)row * Dimension), Dimension, c + (row * Lanes));
        }
    }

    /// <summary>Writes the squared distances (Lanes) of a point (d) to the points of a panel, as sums of squared differences.</summary>
    public void SquaredDistances(int panel, ReadOnlySpan<float> point, Span<float> distances)
    {
        Require.SameLength(Dimension, point.Length, nameof(point));
        Require.SameLength(Lanes, distances.Length, nameof(distances));
        var from = At(panel);
        var (s0, s1, s2, s3) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        for (var p = 0; p < point.Length; p++, from += Lanes)
        {
            var x = Vector256.Create(point[p]);
            var (d0, d1) = (Vector256.Load(from) - x, Vector256.Load(from + 8) - x);
            var (d2, d3) = (Vector256.Load(from + 16) - x, Vector256.Load(from + 24) - x);
            s0 = Vector256.FusedMultiplyAdd(d0, d0, s0);
            s1 = Vector256.FusedMultiplyAdd(d1, d1, s1);
            s2 = Vector256.FusedMultiplyAdd(d2, d2, s2);
            s3 = Vector256.FusedMultiplyAdd(d3, d3, s3);
        }

        s0.CopyTo(distances);
        s1.CopyTo(distances[8..]);
        s2.CopyTo(distances[16..]);
        s3.CopyTo(distances[24..]);
    }

    /// <summary>Writes the squared lengths (Lanes) of the points of a panel.</summary>
    public void SquaredNorms(int panel, Span<float> norms)
    {
        var from = At(panel);
        for (var part = 0; part < Lanes; part += 8)
        {
            var sum = Vector256<float>.Zero;
            for (var p = 0; p < Dimension; p++)
            {
                var x = Vector256.Load(from + (p * Lanes) + part);
                sum = Vector256.FusedMultiplyAdd(x, x, sum);
            }

            sum.CopyTo(norms[part..]);
        }
    }

    private float* At(int panel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)panel, (uint)Panels, nameof(panel));
        return _values + ((nint)panel * Lanes * Dimension);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Eight(float* b, float* a, nint d, float* c)
    {
        var (c00, c01, c10, c11) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        var (c20, c21, c30, c31) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        var (c40, c41, c50, c51) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        var (c60, c61, c70, c71) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        var a3 = a + (3 * d);
        var a6 = a + (6 * d);
        for (nint p = 0; p < d; p++, b += Lanes)
        {
            var (b0, b1) = (Vector512.Load(b), Vector512.Load(b + 16));
            var x = Vector512.Create(a[p]);
            (c00, c01) = (Vector512.FusedMultiplyAdd(x, b0, c00), Vector512.FusedMultiplyAdd(x, b1, c01));
            x = Vector512.Create(a[p + d]);
            (c10, c11) = (Vector512.FusedMultiplyAdd(x, b0, c10), Vector512.FusedMultiplyAdd(x, b1, c11));
            x = Vector512.Create(a[p + (2 * d)]);
            (c20, c21) = (Vector512.FusedMultiplyAdd(x, b0, c20), Vector512.FusedMultiplyAdd(x, b1, c21));
            x = Vector512.Create(a3[p]);
            (c30, c31) = (Vector512.FusedMultiplyAdd(x, b0, c30), Vector512.FusedMultiplyAdd(x, b1, c31));
            x = Vector512.Create(a3[p + d]);
            (c40, c41) = (Vector512.FusedMultiplyAdd(x, b0, c40), Vector512.FusedMultiplyAdd(x, b1, c41));
            x = Vector512.Create(a3[p + (2 * d)]);
            (c50, c51) = (Vector512.FusedMultiplyAdd(x, b0, c50), Vector512.FusedMultiplyAdd(x, b1, c51));
            x = Vector512.Create(a6[p]);
            (c60, c61) = (Vector512.FusedMultiplyAdd(x, b0, c60), Vector512.FusedMultiplyAdd(x, b1, c61));
            x = Vector512.Create(a6[p + d]);
            (c70, c71) = (Vector512.FusedMultiplyAdd(x, b0, c70), Vector512.FusedMultiplyAdd(x, b1, c71));
        }

        Store(c, c00, c01, c10, c11);
        Store(c + (2 * Lanes), c20, c21, c30, c31);
        Store(c + (4 * Lanes), c40, c41, c50, c51);
        Store(c + (6 * Lanes), c60, c61, c70, c71);
    }

    private static void Store(float* c, Vector512<float> c00, Vector512<float> c01, Vector512<float> c10, Vector512<float> c11)
    {
        Vector512.Store(c00, c);
        Vector512.Store(c01, c + 16);
        Vector512.Store(c10, c + 32);
        Vector512.Store(c11, c + 48);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Two(float* b, float* a, nint d, float* c)
    {
        var (c00, c01, c02, c03) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        var (c10, c11, c12, c13) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        for (nint p = 0; p < d; p++, b += Lanes)
        {
            var (b0, b1, b2, b3) = (Vector256.Load(b), Vector256.Load(b + 8), Vector256.Load(b + 16), Vector256.Load(b + 24));
            var x = Vector256.Create(a[p]);
            (c00, c01) = (Vector256.FusedMultiplyAdd(x, b0, c00), Vector256.FusedMultiplyAdd(x, b1, c01));
            (c02, c03) = (Vector256.FusedMultiplyAdd(x, b2, c02), Vector256.FusedMultiplyAdd(x, b3, c03));
            x = Vector256.Create(a[p + d]);
            (c10, c11) = (Vector256.FusedMultiplyAdd(x, b0, c10), Vector256.FusedMultiplyAdd(x, b1, c11));
            (c12, c13) = (Vector256.FusedMultiplyAdd(x, b2, c12), Vector256.FusedMultiplyAdd(x, b3, c13));
        }

        Store(c, c00, c01, c02, c03);
        Store(c + Lanes, c10, c11, c12, c13);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One(float* b, float* a, nint d, float* c)
    {
        var (c0, c1, c2, c3) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        for (nint p = 0; p < d; p++, b += Lanes)
        {
            var x = Vector256.Create(a[p]);
            (c0, c1) = (Vector256.FusedMultiplyAdd(x, Vector256.Load(b), c0), Vector256.FusedMultiplyAdd(x, Vector256.Load(b + 8), c1));
            (c2, c3) = (Vector256.FusedMultiplyAdd(x, Vector256.Load(b + 16), c2), Vector256.FusedMultiplyAdd(x, Vector256.Load(b + 24), c3));
        }

        Store(c, c0, c1, c2, c3);
    }

    private static void Store(float* c, Vector256<float> c0, Vector256<float> c1, Vector256<float> c2, Vector256<float> c3)
    {
        Vector256.Store(c0, c);
        Vector256.Store(c1, c + 8);
        Vector256.Store(c2, c + 16);
        Vector256.Store(c3, c + 24);
    }
}
