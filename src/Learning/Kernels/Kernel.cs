using System.Numerics.Tensors;
using Bellwether.Data.Formats;
using Bellwether.Numerics;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Kernels;

/// <summary>A kernel with its parameters.</summary>
/// <param name="Kind">The function.</param>
public sealed record Kernel(KernelKind Kind = KernelKind.Rbf)
{
    /// <summary>γ; 0, the default, for 1 / (d · variance of all coordinates), scikit-learn's <c>scale</c>.</summary>
    public double Gamma { get; init => field = Require.NotNegative(value); }

    /// <summary>The offset of polynomial and sigmoid; 0 by default.</summary>
    public double Offset { get; init => field = Require.Finite(value); }

    /// <summary>The degree of the polynomial; 3 by default.</summary>
    public int Degree { get; init => field = Require.InRange(value, 1, 32); } = 3;

    /// <summary>This kernel with γ for these points where none was given.</summary>
    internal Kernel For(Vectors points)
    {
        if (Gamma > 0)
            return this;
        var (sum, squares) = (0.0, 0.0);
        foreach (var value in points.Values)
            sum += value;
        var mean = sum / points.Values.Length;
        foreach (var value in points.Values)
            squares += (value - mean) * (value - mean);
        var variance = squares / points.Values.Length;
        return this with { Gamma = variance > 0 ? 1 / (points.Dimension * variance) : 1 };
    }

    /// <summary>The kernel of a point with itself, of squared length <paramref name="norm"/>.</summary>
    internal double Diagonal(double norm) => Kind switch
    {
        KernelKind.Rbf => 1,
        KernelKind.Linear => norm,
        KernelKind.Polynomial => Math.Pow((Gamma * norm) + Offset, Degree),
        _ => Math.Tanh((Gamma * norm) + Offset),
    };

    /// <summary>Turns dot products of a point of squared length <paramref name="norm"/> with others, of squared lengths <paramref name="norms"/>, into kernel values.</summary>
    internal void Apply(Span<float> dots, float norm, ReadOnlySpan<float> norms)
    {
        switch (Kind)
        {
            case KernelKind.Linear:
                return;
            case KernelKind.Rbf:
                TensorPrimitives.Multiply(dots, -2f, dots);
                TensorPrimitives.Add(dots, norms, dots);
                TensorPrimitives.Add(dots, norm, dots);
                TensorPrimitives.Max(dots, 0f, dots);
                TensorPrimitives.Multiply(dots, (float)-Gamma, dots);
                NegativeExponential.Apply(dots);
                return;
            case KernelKind.Polynomial:
                foreach (ref var dot in dots)
                {
                    var (value, power) = ((Gamma * dot) + Offset, 1.0);
                    for (var i = 0; i < Degree; i++)
                        power *= value;
                    dot = (float)power;
                }

                return;
            default:
                foreach (ref var dot in dots)
                    dot = (float)Math.Tanh((Gamma * dot) + Offset);
                return;
        }
    }

    /// <summary>Writes the parameters.</summary>
    internal void Write(ModelWriter writer)
    {
        writer.Int32((int)Kind);
        writer.Double(Gamma);
        writer.Double(Offset);
        writer.Int32(Degree);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    internal static Kernel Read(ModelReader reader)
    {
        var (kind, gamma, offset, degree) = ((KernelKind)reader.Int32(), reader.Double(), reader.Double(), reader.Int32());
        return Enum.IsDefined(kind) && gamma >= 0 && double.IsFinite(gamma) && double.IsFinite(offset) && degree is >= 1 and <= 32
            ? new Kernel(kind) { Gamma = gamma, Offset = offset, Degree = degree }
            : throw new ModelFormatException("A kernel must have a known kind and finite parameters. The model was not written by Bellwether; train it again.");
    }
}
