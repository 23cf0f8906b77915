namespace Bellwether.Retrieval.Quantization;

/// <summary>With what a graph is walked before the nearest are measured again by their floats.</summary>
public enum Compression
{
    /// <summary>The floats themselves.</summary>
    None,

    /// <summary>One byte per number, scaled per vector: a quarter of the memory traffic at almost no loss.</summary>
    Bytes,

    /// <summary>One bit per number after a random rotation: the least traffic; wants more effort and a longer re-ranking. Good from some hundred dimensions.</summary>
    Bits,
}
