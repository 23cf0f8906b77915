using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Bellwether.Learning.Clustering;
using Bellwether.Learning.Trees;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Neighbours;

/// <summary>Exact nearest neighbours by Euclidean distance among points (n, d). Immutable, safe to share between threads.</summary>
/// <remarks>Few dimensions: a k-d tree (Bentley, 1975; Friedman, Bentley and Finkel, 1977) whose leaves are panels of 32 points. Many: every point, by panels, with distances
/// from dot products; both only sift, with a margin for what single precision may lose, and what passes is measured in double precision. So all ways give the
/// same neighbours and distances to the bit. Among equally near points the lower row comes first.</remarks>
internal sealed class NeighbourIndex
{
    private const int QueryTile = 16;

    private readonly Vectors _points;
    private readonly PointPanels? _panels;
    private readonly KdTree? _tree;
    private readonly float[] _centre;
    private readonly float[] _norms;
    private readonly float _keep;

    /// <summary>Indexes points; finite, at most 1e15.</summary>
    public NeighbourIndex(Vectors points, bool? tree = null)
    {
        _points = points;
        (_centre, _norms) = ([], []);
        if (tree ?? KdTree.Pays(points.Count, points.Dimension))
        {
            _tree = new KdTree(points);
            return;
        }

        _centre = Mean(points);
        _panels = PointPanels.Pack(points, _centre);
        _norms = new float[_panels.Panels * PointPanels.Lanes];
        for (var panel = 0; panel < _panels.Panels; panel++)
            _panels.SquaredNorms(panel, _norms.AsSpan(panel * PointPanels.Lanes, PointPanels.Lanes));
        _keep = 1 - (1.2e-7f * (points.Dimension + 8));
        TensorPrimitives.Multiply(_norms, _keep, _norms);
        _norms.AsSpan(points.Count).Fill(float.PositiveInfinity);
    }

    /// <summary>The points.</summary>
    public Vectors Points => _points;

    /// <summary>Finds the nearest points of a query (d), as many as the span holds or there are; gives how many.</summary>
    /// <param name="query">Finite, at most 1e15.</param>
    /// <param name="found">The nearest, nearest first.</param>
    /// <param name="except">A row that does not count; -1 for none.</param>
    public int Nearest(ReadOnlySpan<float> query, Span<Neighbour> found, int except = -1)
    {
        var list = new NearestList(found, except);
        if (_tree is not null)
        {
            _tree.Search(query, ref list);
            return list.Count;
        }

        float[]? rented = null;
        var shifted = query.Length <= 512 ? stackalloc float[query.Length] : (rented = ArrayPool<float>.Shared.Rent(query.Length)).AsSpan(0, query.Length);
        TensorPrimitives.Subtract(query, _centre, shifted);
        var length = TensorPrimitives.SumOfSquares<float>(shifted) * _keep;
        Span<float> dots = stackalloc float[PointPanels.Lanes];
        for (var panel = 0; panel < _panels!.Panels; panel++)
        {
            _panels.Dots(panel, shifted, dots);
            Sift(query, length, panel, dots, ref list);
        }

        if (rented is not null)
            ArrayPool<float>.Shared.Return(rented);
        return list.Count;
    }

    /// <summary>The rows within a distance of a query (d), itself among them where it is a point, in ascending order of their number.</summary>
    public void Within(ReadOnlySpan<float> query, double radius, List<int> rows)
    {
        rows.Clear();
        var limit = radius * radius;
        if (_tree is not null)
            _tree.Within(query, limit, rows);
        else
            for (var row = 0; row < _points.Count; row++)
                if (WideSum.SquaredDistance(query, _points[row]) <= limit)
                    rows.Add(row);
        CollectionsMarshal.AsSpan(rows).Sort();
    }

    /// <summary>The nearest points of every query (m, d): k places each; entries that do not exist have row -1.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="k">How many.</param>
    /// <param name="parallel">Threads and the token.</param>
    /// <param name="exceptSelf">Whether query i does not count as its own neighbour: the queries are the points.</param>
    public Neighbour[] All(Vectors queries, int k, ParallelOptions parallel, bool exceptSelf = false)
    {
        var found = new Neighbour[checked(queries.Count * k)];
        Array.Fill(found, new Neighbour(-1, double.PositiveInfinity));
        var block = _tree is null ? 64 : 256;
        Work.Run(0, (queries.Count + block - 1) / block, parallel, piece =>
        {
            var (first, last) = (piece * block, Math.Min(queries.Count, (piece + 1) * block));
            if (_tree is null)
                Block(queries, first, last, k, found, exceptSelf);
            else
                for (var query = first; query < last; query++)
                    Nearest(queries[query], found.AsSpan(query * k, k), exceptSelf ? query : -1);
        });
        return found;
    }

    /// <summary>Some queries against all panels at once, so that a panel is read once for all of them.</summary>
    private void Block(Vectors queries, int first, int last, int k, Neighbour[] found, bool exceptSelf)
    {
        var (d, count) = (_points.Dimension, last - first);
        var (shifted, lengths, dots) = (new float[count * d], new float[count], new float[QueryTile * PointPanels.Lanes]);
        var filled = new int[count];
        for (var i = 0; i < count; i++)
        {
            var row = shifted.AsSpan(i * d, d);
            TensorPrimitives.Subtract(queries[first + i], _centre, row);
            lengths[i] = TensorPrimitives.SumOfSquares<float>(row) * _keep;
        }

        for (var panel = 0; panel < _panels!.Panels; panel++)
            for (var tile = 0; tile < count; tile += QueryTile)
            {
                var rows = Math.Min(QueryTile, count - tile);
                _panels.Dots(panel, shifted.AsSpan(tile * d, rows * d), dots.AsSpan(0, rows * PointPanels.Lanes));
                for (var i = tile; i < tile + rows; i++)
                {
                    var list = new NearestList(found.AsSpan((first + i) * k, k), exceptSelf ? first + i : -1, filled[i]);
                    Sift(queries[first + i], lengths[i], panel, dots.AsSpan((i - tile) * PointPanels.Lanes, PointPanels.Lanes), ref list);
                    filled[i] = list.Count;
                }
            }
    }

    /// <summary>Measures the points of a panel that may be near enough.</summary>
    private void Sift(scoped ReadOnlySpan<float> query, float length, int panel, scoped ReadOnlySpan<float> dots, ref NearestList list)
    {
        var norms = _norms.AsSpan(panel * PointPanels.Lanes, PointPanels.Lanes);
        for (var part = 0; part < PointPanels.Lanes; part += 8)
        {
            var low = Vector256.Create<float>(norms[part..]) - (2 * Vector256.Create(dots[part..]));
            var limit = (float)Math.Min(float.MaxValue, (list.Limit - length) + (1e-6 * Math.Abs(list.Limit)));
            var near = Vector256.ExtractMostSignificantBits(Vector256.LessThanOrEqual(low, Vector256.Create(limit)));
            for (; near != 0; near &= near - 1)
            {
                var row = (panel * PointPanels.Lanes) + part + BitOperations.TrailingZeroCount(near);
                if (row < _points.Count)
                    list.Offer(row, WideSum.SquaredDistance(query, _points[row]));
            }
        }
    }

    private static float[] Mean(Vectors points)
    {
        var sums = new double[points.Dimension];
        for (var row = 0; row < points.Count; row++)
            WideSum.Add(points[row], sums);
        return [.. sums.Select(s => (float)(s / points.Count))];
    }
}
