namespace Bellwether.Learning.Tokenization;

/// <summary>A text as tokens: n entries in every list. Immutable.</summary>
public sealed class TokenEncoding
{
    private readonly int[] _ids, _starts, _ends, _types;
    private readonly bool[] _special;

    internal TokenEncoding(int[] ids, int[] starts, int[] ends, int[] types, bool[] special) =>
        (_ids, _starts, _ends, _types, _special) = (ids, starts, ends, types, special);

    /// <summary>n.</summary>
    public int Count => _ids.Length;

    /// <summary>The tokens' numbers.</summary>
    public ReadOnlySpan<int> Ids => _ids;

    /// <summary>Where each token begins in its text, in UTF-16 code units; 0 for special tokens.</summary>
    public ReadOnlySpan<int> Starts => _starts;

    /// <summary>Where each token ends; 0 for special tokens.</summary>
    public ReadOnlySpan<int> Ends => _ends;

    /// <summary>Which text a token is of: 0, or 1 for the second of a pair (BERT's token type).</summary>
    public ReadOnlySpan<int> TypeIds => _types;

    /// <summary>Whether a token was put in by the post-processor or by padding.</summary>
    public ReadOnlySpan<bool> Special => _special;

    /// <summary>How many tokens at <see cref="PaddedLeft"/> or at the end are padding.</summary>
    public int Padding { get; internal init; }

    /// <summary>Whether padding stands before the tokens.</summary>
    public bool PaddedLeft { get; internal init; }

    /// <summary>What did not fit, in stretches of the same length that overlap by the stride; empty where all fitted.</summary>
    public IReadOnlyList<TokenEncoding> Overflow { get; internal init; } = [];

    /// <summary>Writes 1 for each token and 0 for padding (n).</summary>
    public void AttentionMask(Span<int> mask)
    {
        mask[..Count].Fill(1);
        mask.Slice(PaddedLeft ? 0 : Count - Padding, Padding).Clear();
    }

    internal TokenEncoding Slice(int start, int length) =>
        new(_ids.AsSpan(start, length).ToArray(), _starts.AsSpan(start, length).ToArray(), _ends.AsSpan(start, length).ToArray(),
            _types.AsSpan(start, length).ToArray(), _special.AsSpan(start, length).ToArray());
}
