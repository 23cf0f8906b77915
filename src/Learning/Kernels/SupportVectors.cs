using System.Buffers;
using Bellwether.Data.Formats;
using Bellwether.Learning.Rows;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Kernels;

/// <summary>The points that decide, and their kernel with a vector. Immutable.</summary>
internal sealed class SupportVectors
{
    private readonly PointPanels _panels;
    private readonly Vectors _points;
    private readonly float[] _norms;

    public SupportVectors(PointSpace space, Kernel kernel, float[] points)
    {
        (Space, Kernel, _points) = (space, kernel, new Vectors(points, space.Dimension));
        _panels = PointPanels.Pack(_points);
        _norms = new float[_panels.Panels * PointPanels.Lanes];
        for (var panel = 0; panel < _panels.Panels; panel++)
            _panels.SquaredNorms(panel, _norms.AsSpan(panel * PointPanels.Lanes, PointPanels.Lanes));
    }

    /// <summary>How rows become points.</summary>
    public PointSpace Space { get; }

    /// <summary>The kernel.</summary>
    public Kernel Kernel { get; }

    /// <summary>How many there are.</summary>
    public int Count => _points.Count;

    /// <summary>How much room <see cref="Values"/> needs.</summary>
    public int Room => _norms.Length;

    /// <summary>Writes the kernel of a vector of features with every support vector.</summary>
    public void Values(ReadOnlySpan<double> features, Span<float> values)
    {
        Numerics.Require.SameLength(Space.Schema.Count, features.Length, nameof(features));
        var rented = ArrayPool<float>.Shared.Rent(Space.Dimension);
        var point = rented.AsSpan(0, Space.Dimension);
        Space.Encode(features, point);
        var norm = 0f;
        foreach (var x in point)
            norm = MathF.FusedMultiplyAdd(x, x, norm);
        for (var panel = 0; panel < _panels.Panels; panel++)
            _panels.Dots(panel, point, values.Slice(panel * PointPanels.Lanes, PointPanels.Lanes));
        Kernel.Apply(values[..Room], norm, _norms);
        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>Writes everything.</summary>
    public void Write(ModelWriter writer)
    {
        Space.Write(writer);
        Kernel.Write(writer);
        writer.Array(_points.Values);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static SupportVectors Read(ModelReader reader)
    {
        var (space, kernel, points) = (PointSpace.Read(reader), Kernel.Read(reader), reader.Array<float>());
        return space.Dimension >= 1 && points.Length % space.Dimension == 0 && points.All(p => Math.Abs(p) <= 1e15f)
            ? new SupportVectors(space, kernel, points)
            : throw new ModelFormatException("Support vectors must be whole and finite. The model was not written by Bellwether; train it again.");
    }

    /// <summary>Keeps the points of which one is wanted: the support vectors, and the place of each point among them.</summary>
    public static (SupportVectors Vectors, int[] Places) Keep(PointSpace space, Kernel kernel, float[] points, bool[] wanted)
    {
        var (kept, places) = (new List<float>(), new int[wanted.Length]);
        for (var row = 0; row < wanted.Length; row++)
        {
            places[row] = wanted[row] ? kept.Count / space.Dimension : -1;
            if (wanted[row])
                kept.AddRange(points.AsSpan(row * space.Dimension, space.Dimension));
        }

        return (new SupportVectors(space, kernel, [.. kept]), places);
    }
}
