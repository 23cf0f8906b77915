namespace Bellwether.Learning.Tokenization;

/// <summary>A stretch of a text that tokens do not cross.</summary>
internal readonly record struct Piece(AlignedText Text, int Start, int Length)
{
    public ReadOnlySpan<char> Span => Text.Chars.AsSpan(Start, Length);

    /// <summary>Part of it.</summary>
    public Piece Slice(int start, int length) => new(Text, Start + start, length);

    /// <summary>Whether it begins where the original text begins.</summary>
    public bool IsFirst => Length > 0 && Text.Starts[Start] == 0;
}
