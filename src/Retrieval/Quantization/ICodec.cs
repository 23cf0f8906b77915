namespace Bellwether.Retrieval.Quantization;

/// <summary>Makes a short row of bytes of a vector, from which distances can be estimated.</summary>
internal unsafe interface ICodec
{
    /// <summary>Bytes per row.</summary>
    int Stride { get; }

    /// <summary>The mean of the vectors of the build (d), from which the codec was made.</summary>
    ReadOnlySpan<float> Mean { get; }

    /// <summary>Writes the row of a kept vector.</summary>
    void Encode(float* vector, byte* row);
}
