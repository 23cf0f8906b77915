using System.Numerics;
using System.Runtime.InteropServices;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.FactorizationMachines;

/// <summary>A factorization machine in training.</summary>
internal sealed class PairKernel(int width, int factors, float rate, float l2) : IFactorKernel
{
    private readonly float[] _linearSquares = Ones(width);
    private readonly float[] _vectorSquares = Ones(checked(width * factors));
    private readonly float[] _sum = new float[factors];
    private float _bias, _biasSquares = 1;

    public float[] Linear { get; } = new float[width];

    public float[] Vectors { get; } = new float[checked(width * factors)];

    public double Bias => _bias;

    /// <summary>Normal numbers of this standard deviation.</summary>
    public void Start(RandomStream stream, double scale)
    {
        for (var i = 0; i < Vectors.Length; i++)
            Vectors[i] = (float)stream.NextGaussian(0, scale);
    }

    public double Score(ReadOnlySpan<int> columns, ReadOnlySpan<float> values)
    {
        Span<float> squares = stackalloc float[factors];
        _sum.AsSpan().Clear();
        squares.Clear();
        var sum = (double)_bias;
        for (var i = 0; i < columns.Length; i++)
        {
            sum += Linear[columns[i]] * values[i];
            Add(Vectors.AsSpan(columns[i] * factors, factors), values[i], _sum, squares);
        }

        return sum + Pairs(_sum, squares);
    }

    public void Step(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, float slope)
    {
        AdaGrad.Step(ref _bias, ref _biasSquares, slope, rate);
        for (var i = 0; i < columns.Length; i++)
        {
            var (column, value) = (columns[i], values[i]);
            AdaGrad.Step(ref Linear[column], ref _linearSquares[column], (slope * value) + (l2 * Linear[column]), rate);
            AdaGrad.Step(Vectors.AsSpan(column * factors, factors), _vectorSquares.AsSpan(column * factors, factors), _sum, slope * value, l2 - (slope * value * value), rate);
        }
    }

    /// <summary>Adds a column's vector times its value to the sums, and the squares of that to the squares.</summary>
    public static void Add(ReadOnlySpan<float> vector, float value, Span<float> sums, Span<float> squares)
    {
        var wide = MemoryMarshal.Cast<float, Vector<float>>(vector);
        var totals = MemoryMarshal.Cast<float, Vector<float>>(sums);
        var seconds = MemoryMarshal.Cast<float, Vector<float>>(squares);
        for (var i = 0; i < wide.Length; i++)
        {
            var part = wide[i] * value;
            totals[i] += part;
            seconds[i] += part * part;
        }

        for (var i = wide.Length * Vector<float>.Count; i < vector.Length; i++)
        {
            var part = vector[i] * value;
            sums[i] += part;
            squares[i] += part * part;
        }
    }

    /// <summary>½ Σ (sum² - squares): the sum over pairs (Rendle, 2010, lemma 3.1).</summary>
    public static double Pairs(ReadOnlySpan<float> sums, ReadOnlySpan<float> squares)
    {
        var total = 0.0;
        for (var i = 0; i < sums.Length; i++)
            total += ((double)sums[i] * sums[i]) - squares[i];
        return total / 2;
    }

    private static float[] Ones(int length)
    {
        var ones = new float[length];
        ones.AsSpan().Fill(1);
        return ones;
    }
}
