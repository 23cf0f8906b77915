using System.Numerics;
using System.Runtime.InteropServices;
using Bellwether.Data.Training;

namespace Bellwether.Learning.Linear;

/// <summary>Sums XᵀWX and XᵀWr over rows without ever holding X: a row has few columns that are not zero.</summary>
internal sealed class NormalEquations(Design design)
{
    private readonly double[] _dense = new double[design.Dense];
    private readonly int[] _ones = new int[design.Schema.Count];

    /// <summary>XᵀWX (p, p), lower triangle until <see cref="Mirror"/>.</summary>
    public double[] Matrix { get; } = new double[design.Columns * design.Columns];

    /// <summary>XᵀWr (p).</summary>
    public double[] Vector { get; } = new double[design.Columns];

    /// <summary>Starts again from zero.</summary>
    public void Clear()
    {
        Matrix.AsSpan().Clear();
        Vector.AsSpan().Clear();
    }

    /// <summary>Reads a row and gives its product with the coefficients; the row stays current for <see cref="Add"/>.</summary>
    public double Read(Dataset rows, int row, ReadOnlySpan<double> coefficients, out int ones)
    {
        ones = design.Encode(rows, row, _dense, _ones);
        var sum = 0.0;
        for (var i = 0; i < _dense.Length; i++)
            sum += coefficients[i] * _dense[i];
        for (var i = 0; i < ones; i++)
            sum += coefficients[_ones[i]];
        return sum;
    }

    /// <summary>Adds the current row.</summary>
    /// <param name="ones">As <see cref="Read"/> said.</param>
    /// <param name="weight">The row's say in the matrix.</param>
    /// <param name="pull">The row's say in the vector.</param>
    public void Add(int ones, double weight, double pull)
    {
        var size = design.Columns;
        for (var i = 0; i < _dense.Length; i++)
        {
            var value = _dense[i];
            if (value == 0)
                continue;
            Vector[i] += pull * value;
            AddScaled(Matrix.AsSpan(i * size, i + 1), _dense, weight * value);
        }

        for (var i = 0; i < ones; i++)
        {
            Vector[_ones[i]] += pull;
            var line = Matrix.AsSpan(_ones[i] * size, size);
            AddScaled(line[.._dense.Length], _dense, weight);
            for (var j = 0; j <= i; j++)
                line[_ones[j]] += weight;
        }
    }

    /// <summary>Copies the lower triangle to the upper one.</summary>
    public void Mirror()
    {
        var size = design.Columns;
        for (var i = 0; i < size; i++)
            for (var j = 0; j < i; j++)
                Matrix[(j * size) + i] = Matrix[(i * size) + j];
    }

    private static void AddScaled(Span<double> target, ReadOnlySpan<double> source, double times)
    {
        source = source[..target.Length];
        var targets = MemoryMarshal.Cast<double, Vector<double>>(target);
        var sources = MemoryMarshal.Cast<double, Vector<double>>(source);
        for (var i = 0; i < targets.Length; i++)
            targets[i] += sources[i] * times;
        for (var i = targets.Length * Vector<double>.Count; i < target.Length; i++)
            target[i] += source[i] * times;
    }
}
