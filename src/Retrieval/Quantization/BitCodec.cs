using System.Numerics;
using System.Runtime.Intrinsics;
using Bellwether.Numerics.Random;

namespace Bellwether.Retrieval.Quantization;

/// <summary>One bit per number: the sign of each coordinate after a random rotation of the vector minus the mean.</summary>
/// <remarks>RaBitQ (Gao and Long, "RaBitQ: quantizing high-dimensional vectors with a theoretical error bound for approximate nearest neighbor search", SIGMOD 2024): what the signs say of a product
/// is divided by what they say of the vector itself, which makes the estimate unbiased with an error of about 1/√d. The query is rounded to 4 bits, so that a product is 4 counts of
/// common bits. The rotation is four rounds of random signs and a Hadamard transform over the first or last 2^p coordinates. A row is 4 floats, then the bits.</remarks>
internal sealed unsafe class BitCodec : ICodec
{
    private const int HeaderFloats = 4, Rounds = 4, QueryBits = 4;

    private readonly float[] _mean, _signs;
    private readonly float _meanSquared;
    private readonly bool _dot;
    private readonly int _power;

    public BitCodec(float[] mean, bool dot)
    {
        (_mean, _dot) = (mean, dot);
        Length = (mean.Length + 63) / 64 * 64;
        _power = 1 << BitOperations.Log2((uint)Length);
        _signs = new float[Rounds * Length];
        var stream = new Seed(0x5261426974).Stream();
        for (var i = 0; i < _signs.Length; i++)
            _signs[i] = stream.NextBool(0.5) ? 1 : -1;
        foreach (var value in mean)
            _meanSquared += value * value;
    }

    public ReadOnlySpan<float> Mean => _mean;

    /// <summary>Coordinates after rotation: the dimension, rounded up to whole words.</summary>
    public int Length { get; }

    public int Stride => (HeaderFloats * sizeof(float)) + (Length / 8);

    /// <summary>Bytes that <see cref="EncodeQuery"/> writes.</summary>
    public int QueryStride => (HeaderFloats * sizeof(float)) + (QueryBits * Length / 8);

    /// <summary>Writes a row. Its floats are: the point's own part of the distance, squared length over the sum of magnitudes, the number of ones, nothing.</summary>
    public void Encode(float* vector, byte* row)
    {
        Span<float> rotated = stackalloc float[Length];
        var own = Rotate(vector, rotated, out var squared);
        var bits = new Span<ulong>(row + (HeaderFloats * sizeof(float)), Length / 64);
        bits.Clear();
        var (magnitude, ones) = (0f, 0);
        for (var i = 0; i < Length; i++)
        {
            magnitude += Math.Abs(rotated[i]);
            if (rotated[i] <= 0)
                continue;
            bits[i / 64] |= 1UL << (i % 64);
            ones++;
        }

        var header = (float*)row;
        (header[0], header[1], header[2], header[3]) = (own, magnitude > 0 ? squared / magnitude : 0, ones, 0);
    }

    /// <summary>Writes a query: its own part, the least coordinate, the step, the sum, then 4 planes of bits.</summary>
    public void EncodeQuery(float* vector, byte* row)
    {
        Span<float> rotated = stackalloc float[Length];
        var own = Rotate(vector, rotated, out _);
        float least = float.MaxValue, largest = float.MinValue, sum = 0;
        foreach (var value in rotated)
        {
            least = Math.Min(least, value);
            largest = Math.Max(largest, value);
        }

        var step = (largest - least) / ((1 << QueryBits) - 1);
        var inverse = step > 0 && float.IsFinite(1 / step) ? 1 / step : 0;
        var words = Length / 64;
        var planes = new Span<ulong>(row + (HeaderFloats * sizeof(float)), QueryBits * words);
        planes.Clear();
        for (var i = 0; i < Length; i++)
        {
            var code = Math.Clamp((int)(((rotated[i] - least) * inverse) + 0.5f), 0, (1 << QueryBits) - 1);
            sum += least + (step * code);
            for (var bit = 0; bit < QueryBits; bit++)
                planes[(i / 64 * QueryBits) + bit] |= (ulong)((code >> bit) & 1) << (i % 64);
        }

        var header = (float*)row;
        (header[0], header[1], header[2], header[3]) = (own, least, step, sum);
    }

    /// <summary>Distances from an encoded query to the rows of a table.</summary>
    public BitDistance From(byte* query, byte* table) => new(query, table, Stride, Length / 64, _dot);

    private float Rotate(float* vector, Span<float> rotated, out float squared)
    {
        (squared, var onMean) = (0, 0f);
        for (var i = 0; i < _mean.Length; i++)
        {
            rotated[i] = vector[i] - _mean[i];
            squared += rotated[i] * rotated[i];
            onMean += rotated[i] * _mean[i];
        }

        rotated[_mean.Length..].Clear();
        var scale = 1 / MathF.Sqrt(_power);
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < Length; i++)
                rotated[i] *= _signs[(round * Length) + i];
            Hadamard(round % 2 == 0 ? rotated[.._power] : rotated[^_power..], scale);
        }

        return _dot ? -onMean - (_meanSquared / 2) : squared;
    }

    private static void Hadamard(Span<float> values, float scale)
    {
        fixed (float* v = values)
        {
            for (var half = 1; half < 8 && half < values.Length; half *= 2)
                for (var i = 0; i < values.Length; i += 2 * half)
                    for (var j = i; j < i + half; j++)
                        (v[j], v[j + half]) = (v[j] + v[j + half], v[j] - v[j + half]);
            for (var half = 8; half < values.Length; half *= 2)
                for (var i = 0; i < values.Length; i += 2 * half)
                    for (var j = i; j < i + half; j += 8)
                    {
                        var (x, y) = (Vector256.Load(v + j), Vector256.Load(v + j + half));
                        (x + y).Store(v + j);
                        (x - y).Store(v + j + half);
                    }

            for (var i = 0; i < values.Length; i++)
                v[i] *= scale;
        }
    }
}
