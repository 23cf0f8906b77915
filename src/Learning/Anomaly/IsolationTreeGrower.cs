using Bellwether.Learning.Rows;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Anomaly;

/// <summary>Grows one isolation tree.</summary>
internal sealed class IsolationTreeGrower(PointSpace space, float[] points, RandomStream stream)
{
    private readonly List<int> _coordinates = [];
    private readonly List<float> _values = [];
    private readonly List<int> _children = [];
    private readonly int[] _features = [.. Enumerable.Range(0, space.Schema.Count)];
    private int _limit;

    /// <summary>The mean depth of an unsuccessful search in a binary tree of so many rows: equation 1 of the paper.</summary>
    public static double MeanDepth(int rows) => rows switch
    {
        <= 1 => 0,
        2 => 1,
        _ => (2 * (Math.Log(rows - 1.0) + 0.57721566490153286)) - (2 * (rows - 1.0) / rows),
    };

    /// <summary>Grows a tree of some rows.</summary>
    public IsolationTree Grow(int[] rows)
    {
        _limit = (int)Math.Ceiling(Math.Log2(Math.Max(2, rows.Length)));
        Add();
        Grow(0, rows, 0);
        return new IsolationTree([.. _coordinates], [.. _values], [.. _children]);
    }

    private int Add()
    {
        _coordinates.Add(-1);
        _values.Add(0);
        _children.Add(0);
        return _coordinates.Count - 1;
    }

    private void Grow(int node, Span<int> rows, int depth)
    {
        if (rows.Length <= 1 || depth == _limit || Choose(rows) is not { } split)
        {
            _values[node] = (float)(depth + MeanDepth(rows.Length));
            return;
        }

        var (coordinate, low, high) = split;
        var value = (float)stream.NextDouble(low, high);
        value = value > low ? value : MathF.BitIncrement(low);
        var below = 0;
        for (var i = 0; i < rows.Length; i++)
            if (Value(rows[i], coordinate) < value)
            {
                (rows[below], rows[i]) = (rows[i], rows[below]);
                below++;
            }

        var left = Add();
        Add();
        (_coordinates[node], _values[node], _children[node]) = (coordinate, value, left);
        Grow(left, rows[..below], depth + 1);
        Grow(left + 1, rows[below..], depth + 1);
    }

    /// <summary>A coordinate that varies among the rows: of a random feature, and of its coordinates a random one.</summary>
    private (int Coordinate, float Low, float High)? Choose(ReadOnlySpan<int> rows)
    {
        for (var left = _features.Length; left > 0; left--)
        {
            var pick = stream.NextInt(left);
            (_features[pick], _features[left - 1]) = (_features[left - 1], _features[pick]);
            var feature = _features[left - 1];
            var count = space.CountOf(feature);
            var start = count > 1 ? stream.NextInt(count) : 0;
            for (var i = 0; i < count; i++)
            {
                var coordinate = space.FirstOf(feature) + ((start + i) % count);
                var (low, high) = (float.PositiveInfinity, float.NegativeInfinity);
                foreach (var row in rows)
                    (low, high) = (Math.Min(low, Value(row, coordinate)), Math.Max(high, Value(row, coordinate)));
                if (high > low)
                    return (coordinate, low, high);
            }
        }

        return null;
    }

    private float Value(int row, int coordinate) => points[(row * space.Dimension) + coordinate];
}
