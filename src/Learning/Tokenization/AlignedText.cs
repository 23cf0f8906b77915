using System.Text;

namespace Bellwether.Learning.Tokenization;

/// <summary>A text in the making whose every character knows the stretch of the original text that it came from.</summary>
internal sealed class AlignedText
{
    public char[] Chars { get; private set; } = new char[16];

    /// <summary>Where the original of each character begins, in UTF-16 code units.</summary>
    public int[] Starts { get; private set; } = new int[16];

    /// <summary>Where it ends.</summary>
    public int[] Ends { get; private set; } = new int[16];

    public int Length { get; private set; }

    public ReadOnlySpan<char> Span => Chars.AsSpan(0, Length);

    public static AlignedText Of(ReadOnlySpan<char> text, int offset)
    {
        var aligned = new AlignedText { Chars = text.ToArray(), Starts = new int[text.Length], Ends = new int[text.Length], Length = text.Length };
        for (var i = 0; i < text.Length; i++)
            (aligned.Starts[i], aligned.Ends[i]) = (offset + i, offset + i + 1);
        return aligned;
    }

    public void Append(char c, int start, int end)
    {
        if (Length == Chars.Length)
            Grow(Length + 1);
        (Chars[Length], Starts[Length], Ends[Length]) = (c, start, end);
        Length++;
    }

    public void Append(ReadOnlySpan<char> text, int start, int end)
    {
        foreach (var c in text)
            Append(c, start, end);
    }

    public void Append(AlignedText source, int at, int count)
    {
        if (Length + count > Chars.Length)
            Grow(Length + count);
        Array.Copy(source.Chars, at, Chars, Length, count);
        Array.Copy(source.Starts, at, Starts, Length, count);
        Array.Copy(source.Ends, at, Ends, Length, count);
        Length += count;
    }

    /// <summary>The code point at a place; a lone surrogate stands for itself.</summary>
    public int PointAt(int at, out int width) => Point(Span, at, out width);

    /// <summary>The code point at a place of a text; a lone surrogate stands for itself.</summary>
    public static int Point(ReadOnlySpan<char> text, int at, out int width)
    {
        var c = text[at];
        if (char.IsHighSurrogate(c) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
        {
            width = 2;
            return char.ConvertToUtf32(c, text[at + 1]);
        }

        width = 1;
        return c;
    }

    /// <summary>The same as a rune; a lone surrogate gives U+FFFD.</summary>
    public static Rune RuneAt(ReadOnlySpan<char> text, int at, out int width) =>
        Rune.TryCreate(Point(text, at, out width), out var rune) ? rune : Rune.ReplacementChar;

    private void Grow(int least)
    {
        var length = Math.Max(least, Chars.Length * 2);
        var (chars, starts, ends) = (Chars, Starts, Ends);
        Array.Resize(ref chars, length);
        Array.Resize(ref starts, length);
        Array.Resize(ref ends, length);
        (Chars, Starts, Ends) = (chars, starts, ends);
    }
}
