using Bellwether.Retrieval.VectorSearch;

namespace Bellwether.Retrieval.Quantization;

/// <summary>One byte per number, scaled per vector: each vector minus the mean of all is laid on 256 even steps between its own least and largest number.</summary>
/// <remarks>Locally adaptive quantization (Aguerrebere et al., "Similarity search in the blink of an eye with compressed indices", VLDB 2023, section 3): scaling per vector needs no
/// range learned beforehand, so vectors that come later are coded as well as those of the build. The query is coded too; products are taken in integers, and four numbers per vector turn them
/// into distances. A code row is those four floats, then the bytes padded to a multiple of 32.</remarks>
internal sealed unsafe class ScalarCodec : ICodec
{
    private const int HeaderFloats = 4;

    private readonly float[] _mean;
    private readonly bool _dot;

    /// <param name="mean">The mean (d), subtracted from every vector.</param>
    /// <param name="dot">Whether distances are minus inner products rather than squared Euclidean.</param>
    public ScalarCodec(float[] mean, bool dot)
    {
        (_mean, _dot) = (mean, dot);
        Padded = ByteKernels.Padded(mean.Length);
        foreach (var value in mean)
            MeanSquared += value * value;
    }

    public ReadOnlySpan<float> Mean => _mean;

    public bool IsDot => _dot;

    public int Padded { get; }

    public float MeanSquared { get; }

    /// <summary>Bytes per code row.</summary>
    public int Stride => (HeaderFloats * sizeof(float)) + Padded;

    /// <summary>Writes the code row of a kept vector.</summary>
    /// <remarks>The four floats are: the point's own part of the distance, Δ·Σ codes, the least number, and Δ. A decoded number is least + Δ·code.</remarks>
    public void Encode(float* vector, byte* row)
    {
        float least = float.MaxValue, largest = float.MinValue;
        for (var i = 0; i < _mean.Length; i++)
        {
            var x = vector[i] - _mean[i];
            least = Math.Min(least, x);
            largest = Math.Max(largest, x);
        }

        var step = (largest - least) / 255;
        var inverse = step > 0 ? 1 / step : 0;
        inverse = float.IsFinite(inverse) ? inverse : 0;
        var codes = row + (HeaderFloats * sizeof(float));
        var sum = 0;
        double squared = 0, onMean = 0;
        for (var i = 0; i < _mean.Length; i++)
        {
            var code = Math.Clamp((int)MathF.Round((vector[i] - _mean[i] - least) * inverse), 0, 255);
            codes[i] = (byte)code;
            sum += code;
            var decoded = least + ((double)step * code);
            squared += decoded * decoded;
            onMean += decoded * _mean[i];
        }

        for (var i = _mean.Length; i < Padded; i++)
            codes[i] = 0;
        var header = (float*)row;
        header[0] = _dot ? (float)-onMean - (MeanSquared / 2) : (float)squared;
        header[1] = step * sum;
        header[2] = least;
        header[3] = step;
    }

    /// <summary>Distances from the point of a code row, which may be that of a query, to those of a table.</summary>
    public ScalarDistance From(byte* row, byte* table) => new(row, table, Stride, Padded, _mean.Length, _dot);

    /// <summary>The mean of rows in a fixed order; zeros where there are none.</summary>
    public static float[] MeanOf(SlotState state)
    {
        var sums = new double[state.Dimension];
        for (var slot = 0; slot < state.Count; slot++)
            for (var i = 0; i < sums.Length; i++)
                sums[i] += state.VectorOf(slot)[i];
        return [.. sums.Select(s => (float)(s / Math.Max(1, state.Count)))];
    }
}
