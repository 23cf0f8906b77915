using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Clustering;

/// <summary>Clusters given by their centres: a point belongs to the nearest, the first among equally near ones. Immutable.</summary>
public sealed class CentroidClustering : IClustering
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "centroids/1";

    private readonly float[] _centres;

    internal CentroidClustering(float[] centres, int dimension, double inertia, int iterations) =>
        (_centres, Dimension, Inertia, Iterations) = (centres, dimension, inertia, iterations);

    /// <inheritdoc/>
    public int Clusters => _centres.Length / Dimension;

    /// <inheritdoc/>
    public int Dimension { get; }

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <summary>The centres (k, d).</summary>
    public Vectors Centres => new(_centres, Dimension);

    /// <summary>The sum, over the points of the fit, of the squared distance to the nearest centre.</summary>
    public double Inertia { get; }

    /// <summary>How many iterations the fit took.</summary>
    public int Iterations { get; }

    /// <inheritdoc/>
    /// <remarks>O(k d). A coordinate that is not finite makes all centres equally near: cluster 0.</remarks>
    public int Assign(ReadOnlySpan<float> point) => Nearest(point, out _);

    /// <summary>The nearest centre and its squared distance.</summary>
    public int Nearest(ReadOnlySpan<float> point, out double squaredDistance)
    {
        Numerics.Require.SameLength(Dimension, point.Length, nameof(point));
        var (best, nearest) = (0, WideSum.SquaredDistance(point, _centres.AsSpan(0, Dimension)));
        for (var cluster = 1; cluster < Clusters; cluster++)
        {
            var distance = WideSum.SquaredDistance(point, _centres.AsSpan(cluster * Dimension, Dimension));
            if (distance < nearest)
                (best, nearest) = (cluster, distance);
        }

        squaredDistance = nearest;
        return best;
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Int32(Dimension);
        writer.Array<float>(_centres);
        writer.Double(Inertia);
        writer.Int32(Iterations);
    }

    internal static CentroidClustering Read(ModelReader reader)
    {
        var (dimension, centres) = (reader.Int32(), reader.Array<float>());
        var (inertia, iterations) = (reader.Double(), reader.Int32());
        if (dimension < 1 || centres.Length == 0 || centres.Length % dimension != 0)
            throw new ModelFormatException("Centres must be whole and at least one. The model was not written by Bellwether; train it again.");
        foreach (var value in centres)
            if (!float.IsFinite(value))
                throw new ModelFormatException("Centres must be finite. The model was not written by Bellwether; train it again.");
        return new CentroidClustering(centres, dimension, inertia, iterations);
    }
}
