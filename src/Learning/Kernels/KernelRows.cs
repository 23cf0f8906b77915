using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Kernels;

/// <summary>Rows of a kernel matrix (n, n), computed when asked for; the ones used last are kept. For one thread.</summary>
internal sealed class KernelRows
{
    private readonly Kernel _kernel;
    private readonly Vectors _points;
    private readonly PointPanels _panels;
    private readonly float[] _norms;
    private readonly float[]?[] _rows;
    private readonly LinkedList<int> _used = new();
    private readonly LinkedListNode<int>?[] _places;
    private readonly int _capacity;

    /// <summary>Keeps at most so many megabytes of rows, but at least two rows.</summary>
    public KernelRows(Kernel kernel, Vectors points, int megabytes)
    {
        (_kernel, _points, _panels) = (kernel, points, PointPanels.Pack(points));
        _norms = new float[_panels.Panels * PointPanels.Lanes];
        for (var panel = 0; panel < _panels.Panels; panel++)
            _panels.SquaredNorms(panel, _norms.AsSpan(panel * PointPanels.Lanes, PointPanels.Lanes));
        (_rows, _places) = (new float[points.Count][], new LinkedListNode<int>[points.Count]);
        _capacity = (int)Math.Clamp(megabytes * 1_048_576L / (4L * _norms.Length), 2, points.Count + 2L);
        Diagonal = new double[points.Count];
        for (var i = 0; i < Diagonal.Length; i++)
            Diagonal[i] = kernel.Diagonal(_norms[i]);
    }

    /// <summary>n.</summary>
    public int Count => _points.Count;

    /// <summary>The kernel of each point with itself (n).</summary>
    public double[] Diagonal { get; }

    /// <summary>The kernel of a point with all (n and more). Stays whole until two other rows were asked for.</summary>
    public float[] Row(int point)
    {
        if (_places[point] is { } place)
        {
            _used.Remove(place);
            _used.AddLast(place);
            return _rows[point]!;
        }

        var row = Recycle() ?? new float[_norms.Length];
        _places[point] = _used.AddLast(point);
        _rows[point] = row;
        for (var panel = 0; panel < _panels.Panels; panel++)
            _panels.Dots(panel, _points[point], row.AsSpan(panel * PointPanels.Lanes, PointPanels.Lanes));
        _kernel.Apply(row, _norms[point], _norms);
        return row;
    }

    private float[]? Recycle()
    {
        if (_used.Count < _capacity)
            return null;
        var oldest = _used.First!.Value;
        _used.RemoveFirst();
        var row = _rows[oldest];
        (_rows[oldest], _places[oldest]) = (null, null);
        return row;
    }
}
