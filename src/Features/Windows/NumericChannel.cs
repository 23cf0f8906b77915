namespace Bellwether.Features.Windows;

/// <summary>Where the words of one numeric selector lie in a record; -1 for words that no feature needs.</summary>
internal sealed class NumericChannel
{
    /// <summary>The value itself, NaN for missing.</summary>
    public int Value { get; init; }

    /// <summary>How many values up to this record are not missing.</summary>
    public int Count { get; set; } = -1;

    /// <summary>Two words: the sum of steps up to this record, modulo 2^128.</summary>
    public int Sum { get; set; } = -1;

    /// <summary>Two words: the sum of squared steps up to this record, modulo 2^128.</summary>
    public int Square { get; set; } = -1;

    /// <summary>Two words: the last value that is not missing, and its time.</summary>
    public int Last { get; set; } = -1;

    /// <summary>Two words: the links of an <see cref="ExtremeChain"/> of minima.</summary>
    public int Minimum { get; set; } = -1;

    /// <summary>Two words: the links of an <see cref="ExtremeChain"/> of maxima.</summary>
    public int Maximum { get; set; } = -1;

    /// <summary>First of two words per half-life: the decayed sum at the last value that is not missing, and its time.</summary>
    public int Decays { get; set; } = -1;

    /// <summary>The half-lives in microseconds.</summary>
    public long[] HalfLives { get; set; } = [];
}
