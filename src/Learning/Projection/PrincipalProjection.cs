using System.Buffers;
using System.Numerics.Tensors;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Numerics;
using Bellwether.Numerics.LinearAlgebra;
using Bellwether.Numerics.Parallelism;

namespace Bellwether.Learning.Projection;

/// <summary>The projection of points onto their principal components. Immutable.</summary>
public sealed class PrincipalProjection : IProjection
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "principal-components/1";

    private readonly float[] _mean;
    private readonly float[] _directions;
    private readonly double[] _variances;
    private readonly float[] _scales;

    internal PrincipalProjection(float[] mean, float[] directions, double[] variances, double total, bool whiten)
    {
        (_mean, _directions, _variances, TotalVariance, Whiten) = (mean, directions, variances, total, whiten);
        _scales = [.. variances.Select(v => !whiten ? 1f : v > 0 ? (float)(1 / Math.Sqrt(v)) : 0f)];
    }

    /// <inheritdoc/>
    public int Input => _mean.Length;

    /// <inheritdoc/>
    public int Output => _variances.Length;

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <summary>Whether projected coordinates are divided by their deviations.</summary>
    public bool Whiten { get; }

    /// <summary>The mean (d) of the points of the fit.</summary>
    public ReadOnlySpan<float> Mean => _mean;

    /// <summary>The directions (k, d), each of length 1.</summary>
    public Vectors Directions => new(_directions, Input);

    /// <summary>The variance (k) along each direction.</summary>
    public ReadOnlySpan<double> ExplainedVariance => _variances;

    /// <summary>The sum of the variances of all coordinates.</summary>
    public double TotalVariance { get; }

    /// <inheritdoc/>
    /// <remarks>O(k d). What overflows single precision comes out infinite, and NaN as NaN.</remarks>
    public void Project(ReadOnlySpan<float> point, Span<float> projected)
    {
        Require.SameLength(Input, point.Length, nameof(point));
        Require.SameLength(Output, projected.Length, nameof(projected));
        var rented = ArrayPool<float>.Shared.Rent(Input);
        var centred = rented.AsSpan(0, Input);
        TensorPrimitives.Subtract(point, _mean, centred);
        for (var c = 0; c < projected.Length; c++)
            projected[c] = TensorPrimitives.Dot<float>(centred, _directions.AsSpan(c * Input, Input)) * _scales[c];
        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>Maps points (n, d) to (n, k).</summary>
    public float[] Project(Vectors points, int threads = 1)
    {
        var projected = new float[checked(points.Count * Output)];
        Fork.Blocks(points.Count, 256, threads, (from, to) =>
        {
            for (var row = from; row < to; row++)
                Project(points[row], projected.AsSpan(row * Output, Output));
        });
        return projected;
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Array<float>(_mean);
        writer.Array<float>(_directions);
        writer.Array<double>(_variances);
        writer.Double(TotalVariance);
        writer.Bool(Whiten);
    }

    internal static PrincipalProjection Read(ModelReader reader)
    {
        var (mean, directions, variances) = (reader.Array<float>(), reader.Array<float>(), reader.Array<double>());
        if (mean.Length == 0 || variances.Length == 0 || directions.Length != (long)mean.Length * variances.Length
            || mean.Concat(directions).Any(v => !float.IsFinite(v)) || variances.Any(v => !(v >= 0) || !double.IsFinite(v)))
            throw new ModelFormatException("A projection must have one finite mean per dimension, and one direction per variance. The model was not written by Bellwether; train it again.");
        return new PrincipalProjection(mean, directions, variances, reader.Double(), reader.Bool());
    }
}
