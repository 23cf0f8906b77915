using System.Collections.Frozen;
using System.Text;

namespace Bellwether.Learning.Tokenization;

/// <summary>GPT-2's pre-tokenizer: words with the space before them, each byte of their UTF-8 written as one visible character (Radford et al. 2019).</summary>
internal sealed record ByteLevel(bool AddPrefixSpace, bool UseRegex) : IPreTokenizer
{
    private static readonly char[] s_ofByte = Characters();
    private static readonly FrozenDictionary<char, byte> s_toByte = s_ofByte.Select((c, b) => KeyValuePair.Create(c, (byte)b)).ToFrozenDictionary();

    /// <summary>The characters that stand for bytes 0 to 255.</summary>
    public static ReadOnlySpan<char> Alphabet => s_ofByte;

    /// <summary>The byte that a character stands for; false for another character.</summary>
    public static bool TryByte(char c, out byte b) => s_toByte.TryGetValue(c, out b);

    public void Split(Piece piece, List<Piece> parts)
    {
        if (piece.Length == 0)
            return;
        var raw = AddPrefixSpace && !char.IsWhiteSpace(piece.Span[0]) ? Prefixed(piece) : piece;
        var text = Encode(raw, out var places);
        for (var at = 0; at < raw.Length;)
        {
            var end = UseRegex ? Next(raw.Span, at) : raw.Length;
            parts.Add(new Piece(text, places[at], places[end] - places[at]));
            at = end;
        }
    }

    private static Piece Prefixed(Piece piece)
    {
        var text = new AlignedText();
        text.Append(' ', piece.Text.Starts[piece.Start], piece.Text.Starts[piece.Start]);
        text.Append(piece.Text, piece.Start, piece.Length);
        return new Piece(text, 0, text.Length);
    }

    /// <summary>Where the word that begins here ends, by <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c>.</summary>
    private static int Next(ReadOnlySpan<char> text, int at)
    {
        if (text[at] == '\'' && Contraction(text[at..]) is > 0 and var length)
            return at + length;
        var start = at + (text[at] == ' ' && at + 1 < text.Length ? 1 : 0);
        var kind = Kind(text, start, out var width);
        if (kind == 0)
        {
            kind = Kind(text, start = at, out width);
            var end = at;
            var last = at;
            while (end < text.Length && Kind(text, end, out width) == 0)
            {
                last = end;
                end += width;
            }

            return end == text.Length || last == at ? end : last; // leaves one white space to the word that follows
        }

        do
            start += width;
        while (start < text.Length && Kind(text, start, out width) == kind);
        return start;
    }

    private static int Contraction(ReadOnlySpan<char> text)
    {
        if (text.Length < 2)
            return 0;
        if (text[1] is 's' or 't' or 'm' or 'd')
            return 2;
        return text.Length > 2 && text.Slice(1, 2) is "re" or "ve" or "ll" ? 3 : 0;
    }

    /// <summary>0 white space, 1 letter, 2 number, 3 other.</summary>
    private static int Kind(ReadOnlySpan<char> text, int at, out int width)
    {
        var c = text[at];
        if (c < 0x80)
        {
            width = 1;
            return char.IsAsciiLetter(c) ? 1 : char.IsAsciiDigit(c) ? 2 : c is ' ' or >= '\t' and <= '\r' ? 0 : 3;
        }

        var rune = AlignedText.RuneAt(text, at, out width);
        return Rune.IsLetter(rune) ? 1 : Rune.IsNumber(rune) ? 2 : Rune.IsWhiteSpace(rune) ? 0 : 3;
    }

    /// <summary>The bytes as characters, and for each place of the piece its place among them.</summary>
    private static AlignedText Encode(Piece piece, out int[] places)
    {
        var text = new AlignedText();
        var source = piece.Span;
        places = new int[source.Length + 1];
        Span<byte> bytes = stackalloc byte[4];
        for (var at = 0; at < source.Length;)
        {
            places[at] = text.Length;
            var first = piece.Start + at;
            if (source[at] < 0x80)
            {
                text.Append(s_ofByte[source[at]], piece.Text.Starts[first], piece.Text.Ends[first]);
                at++;
                continue;
            }

            var rune = AlignedText.RuneAt(source, at, out var width);
            foreach (var b in bytes[..rune.EncodeToUtf8(bytes)])
                text.Append(s_ofByte[b], piece.Text.Starts[first], piece.Text.Ends[first + width - 1]);
            at += width;
            if (width == 2)
                places[at - 1] = text.Length;
        }

        places[^1] = text.Length;
        return text;
    }

    private static char[] Characters()
    {
        var (characters, next) = (new char[256], 256);
        for (var b = 0; b < 256; b++)
            characters[b] = (char)(b is >= '!' and <= '~' or >= 0xA1 and <= 0xAC or >= 0xAE and <= 0xFF ? b : next++);
        return characters;
    }
}
