using System.Numerics;
using System.Runtime.Intrinsics;
using Bellwether.Learning.Clustering;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Neighbours;

/// <summary>A balanced k-d tree: a node is a range of panels with the box around their points; its halves are split at the median of the widest coordinate.</summary>
internal sealed class KdTree
{
    private readonly Vectors _points;
    private readonly int[] _order;
    private readonly PointPanels _panels;
    private readonly float[] _boxes;
    private readonly int _d;
    private readonly double _keep;

    public KdTree(Vectors points)
    {
        (_points, _d) = (points, points.Dimension);
        _order = [.. Enumerable.Range(0, points.Count)];
        _panels = new PointPanels(points.Count, _d);
        var nodes = 2 * (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, _panels.Panels));
        _boxes = new float[nodes * 2 * _d];
        _keep = 1 - (1.2e-7 * (_d + 8));
        if (_panels.Panels > 0)
            Build(1, 0, _panels.Panels);
        for (var panel = 0; panel < _panels.Panels; panel++)
            _panels.Fill(panel, points, Leaf(panel));
    }

    /// <summary>Whether a tree is likely to beat reading every point: boxes prune while points are many for their dimensions.</summary>
    public static bool Pays(int count, int dimension) => count >= 256 && dimension <= 12 && count >= 64L << dimension / 2;

    /// <summary>Offers the points that may be near enough.</summary>
    public void Search(ReadOnlySpan<float> query, ref NearestList list)
    {
        if (_panels.Panels > 0)
            Search(1, 0, _panels.Panels, query, Distance(1, query), ref list);
    }

    /// <summary>Adds the rows within a squared distance.</summary>
    public void Within(ReadOnlySpan<float> query, double limit, List<int> rows)
    {
        if (_panels.Panels > 0)
            Within(1, 0, _panels.Panels, query, limit, rows);
    }

    private Span<int> Leaf(int panel) => _order.AsSpan(panel * PointPanels.Lanes, Math.Min(PointPanels.Lanes, _order.Length - (panel * PointPanels.Lanes)));

    private void Build(int node, int first, int last)
    {
        var rows = _order.AsSpan(first * PointPanels.Lanes, Math.Min(_order.Length, last * PointPanels.Lanes) - (first * PointPanels.Lanes));
        var low = _boxes.AsSpan(node * 2 * _d, _d);
        var high = _boxes.AsSpan(((node * 2) + 1) * _d, _d);
        low.Fill(float.PositiveInfinity);
        high.Fill(float.NegativeInfinity);
        foreach (var row in rows)
        {
            System.Numerics.Tensors.TensorPrimitives.Min(low, _points[row], low);
            System.Numerics.Tensors.TensorPrimitives.Max(high, _points[row], high);
        }

        if (last - first == 1)
            return;
        var widest = 0;
        for (var p = 1; p < _d; p++)
            if (high[p] - low[p] > high[widest] - low[widest])
                widest = p;
        var middle = first + ((last - first + 1) / 2);
        Select(rows, (middle - first) * PointPanels.Lanes, widest);
        Build(2 * node, first, middle);
        Build((2 * node) + 1, middle, last);
    }

    /// <summary>Puts the <paramref name="count"/> lowest rows by a coordinate first (Hoare's selection, median of three; equal ones by number).</summary>
    private void Select(Span<int> rows, int count, int coordinate)
    {
        var (low, high) = (0, rows.Length - 1);
        while (low < high)
        {
            var middle = rows[(low + high) >>> 1];
            var (a, b, c) = (rows[low], middle, rows[high]);
            var pivot = Below(a, b, coordinate) ? (Below(b, c, coordinate) ? b : Below(a, c, coordinate) ? c : a) : Below(a, c, coordinate) ? a : Below(b, c, coordinate) ? c : b;
            var (i, j) = (low, high);
            while (i <= j)
            {
                while (Below(rows[i], pivot, coordinate))
                    i++;
                while (Below(pivot, rows[j], coordinate))
                    j--;
                if (i > j)
                    break;
                (rows[i], rows[j]) = (rows[j], rows[i]);
                (i, j) = (i + 1, j - 1);
            }

            if (count <= j)
                high = j;
            else if (count >= i)
                low = i;
            else
                return;
        }
    }

    private bool Below(int a, int b, int coordinate)
    {
        var (x, y) = (_points[a][coordinate], _points[b][coordinate]);
        return x < y || (x == y && a < b);
    }

    /// <summary>The squared distance from a query to a node's box, a little less for rounding.</summary>
    private double Distance(int node, ReadOnlySpan<float> query)
    {
        var low = _boxes.AsSpan(node * 2 * _d, _d);
        var high = _boxes.AsSpan(((node * 2) + 1) * _d, _d);
        var sum = 0.0;
        for (var p = 0; p < query.Length; p++)
        {
            var gap = (double)Math.Max(0, Math.Max(low[p] - query[p], query[p] - high[p]));
            sum += gap * gap;
        }

        return sum * _keep;
    }

    private void Search(int node, int first, int last, ReadOnlySpan<float> query, double distance, ref NearestList list)
    {
        if (distance > list.Limit)
            return;
        if (last - first == 1)
        {
            Offer(first, query, ref list);
            return;
        }

        var middle = first + ((last - first + 1) / 2);
        var (left, right) = (Distance(2 * node, query), Distance((2 * node) + 1, query));
        if (left <= right)
        {
            Search(2 * node, first, middle, query, left, ref list);
            Search((2 * node) + 1, middle, last, query, right, ref list);
        }
        else
        {
            Search((2 * node) + 1, middle, last, query, right, ref list);
            Search(2 * node, first, middle, query, left, ref list);
        }
    }

    private void Offer(int panel, ReadOnlySpan<float> query, ref NearestList list)
    {
        Span<float> distances = stackalloc float[PointPanels.Lanes];
        _panels.SquaredDistances(panel, query, distances);
        var rows = Leaf(panel);
        for (var part = 0; part < rows.Length; part += 8)
        {
            var limit = Vector256.Create((float)Math.Min(float.MaxValue, list.Limit / _keep * (1 + 1e-6)));
            var near = Vector256.LessThanOrEqual(Vector256.Create<float>(distances[part..]), limit).ExtractMostSignificantBits();
            for (; near != 0; near &= near - 1)
            {
                var lane = part + BitOperations.TrailingZeroCount(near);
                if (lane < rows.Length)
                    list.Offer(rows[lane], WideSum.SquaredDistance(query, _points[rows[lane]]));
            }
        }
    }

    private void Within(int node, int first, int last, ReadOnlySpan<float> query, double limit, List<int> rows)
    {
        if (Distance(node, query) > limit)
            return;
        if (last - first == 1)
        {
            foreach (var row in Leaf(first))
                if (WideSum.SquaredDistance(query, _points[row]) <= limit)
                    rows.Add(row);
            return;
        }

        var middle = first + ((last - first + 1) / 2);
        Within(2 * node, first, middle, query, limit, rows);
        Within((2 * node) + 1, middle, last, query, limit, rows);
    }
}
