using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.FactorizationMachines;

/// <summary>A field-aware factorization machine in training: vectors (columns, fields, stride), the stride a multiple of four.</summary>
internal sealed class FieldKernel(int[] fieldOf, int fields, int stride, float rate, float l2) : IFactorKernel
{
    private const float Largest = 1e15f;

    private readonly float[] _linearSquares = Ones(fieldOf.Length);
    private readonly float[] _vectorSquares = Ones(fieldOf.Length * fields * stride);
    private float _bias, _biasSquares = 1;

    public float[] Linear { get; } = new float[fieldOf.Length];

    public float[] Vectors { get; } = new float[fieldOf.Length * fields * stride];

    public double Bias => _bias;

    /// <summary>Uniform numbers on [0, 1/√factors] (Juan and others, 2016, section 3.1); what pads a vector to the stride stays 0.</summary>
    public void Start(RandomStream stream, int factors)
    {
        var most = 1 / Math.Sqrt(factors);
        for (var i = 0; i < Vectors.Length; i++)
            if (i % stride < factors)
                Vectors[i] = (float)(stream.NextDouble() * most);
    }

    public double Score(ReadOnlySpan<int> columns, ReadOnlySpan<float> values)
    {
        var sum = (double)_bias;
        for (var i = 0; i < columns.Length; i++)
        {
            sum += Linear[columns[i]] * values[i];
            for (var j = i + 1; j < columns.Length; j++)
                sum += FieldPairs.Dot(Vectors.AsSpan(Place(columns[i], columns[j]), stride), Vectors.AsSpan(Place(columns[j], columns[i]), stride)) * (values[i] * values[j]);
        }

        return sum;
    }

    public void Step(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, float slope)
    {
        AdaGrad.Step(ref _bias, ref _biasSquares, slope, rate);
        for (var i = 0; i < columns.Length; i++)
        {
            var column = columns[i];
            AdaGrad.Step(ref Linear[column], ref _linearSquares[column], (slope * values[i]) + (l2 * Linear[column]), rate);
            for (var j = i + 1; j < columns.Length; j++)
                StepPair(Place(column, columns[j]), Place(columns[j], column), slope * values[i] * values[j]);
        }
    }

    /// <summary>Where the vector of a column for the field of another begins.</summary>
    private int Place(int column, int other) => ((column * fields) + fieldOf[other]) * stride;

    /// <summary>Both vectors of a pair, each along the other as it was.</summary>
    private void StepPair(int first, int second, float slope)
    {
        ref var w = ref MemoryMarshal.GetArrayDataReference(Vectors);
        ref var g = ref MemoryMarshal.GetArrayDataReference(_vectorSquares);
        var (low, high, most) = (Vector128.Create(-Largest), Vector128.Create(Largest), Vector128.Create(Largest * Largest));
        for (var at = 0; at < stride; at += 4)
        {
            var (a, b) = ((nuint)(first + at), (nuint)(second + at));
            var (x, y) = (Vector128.LoadUnsafe(ref w, a), Vector128.LoadUnsafe(ref w, b));
            var gx = Vector128.Min(high, Vector128.Max(low, (x * l2) + (y * slope)));
            var gy = Vector128.Min(high, Vector128.Max(low, (y * l2) + (x * slope)));
            var sx = Vector128.Min(most, Vector128.LoadUnsafe(ref g, a) + (gx * gx));
            var sy = Vector128.Min(most, Vector128.LoadUnsafe(ref g, b) + (gy * gy));
            sx.StoreUnsafe(ref g, a);
            sy.StoreUnsafe(ref g, b);
            (x - (gx * rate / Vector128.Sqrt(sx))).StoreUnsafe(ref w, a);
            (y - (gy * rate / Vector128.Sqrt(sy))).StoreUnsafe(ref w, b);
        }
    }

    private static float[] Ones(int length)
    {
        var ones = new float[length];
        ones.AsSpan().Fill(1);
        return ones;
    }
}
