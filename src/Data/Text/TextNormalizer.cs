using System.Text;

namespace Bellwether.Data.Text;

/// <summary>Makes spellings of the same word equal: case, accents, width, ligatures, apostrophes. Span to span; allocates nothing.</summary>
/// <remarks>It does not lean on the runtime's normalization, which is switched off where globalization is invariant, so the result is the same on every machine.</remarks>
public static class TextNormalizer
{
    /// <summary>The longest that one code unit becomes: <c>ﬃ</c> gives three letters.</summary>
    public const int LongestGrowth = 3;

    /// <summary>Writes the lower-case form: simple case mapping, culture-free. Returns how many code units were written.</summary>
    /// <param name="source">Any UTF-16.</param>
    /// <param name="destination">At least as long as the source; it may be the source.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public static int Lower(ReadOnlySpan<char> source, Span<char> destination)
    {
        CheckRoom(source.Length, destination.Length, 1);
        for (var i = 0; i < source.Length; i++)
        {
            var c = source[i];
            if (c < 0x80)
            {
                destination[i] = (uint)(c - 'A') <= 'Z' - 'A' ? (char)(c | 0x20) : c;
            }
            else if (char.IsHighSurrogate(c) && i + 1 < source.Length && Rune.TryCreate(c, source[i + 1], out var rune))
            {
                Rune.ToLowerInvariant(rune).EncodeToUtf16(destination[i..]);
                i++;
            }
            else
            {
                destination[i] = char.ToLowerInvariant(c);
            }
        }

        return source.Length;
    }

    /// <summary>Writes the text without accents: a Latin or Greek letter with marks gives the bare letter (<c>é</c>, also as e + U+0301, gives <c>e</c>), letters that
    /// are written in two give two (<c>ß</c> <c>ss</c>, <c>æ</c> <c>ae</c>), ligatures and full-width forms give plain ones, curly apostrophes straight ones. Combining accents,
    /// Hebrew points, Arabic vowel signs, joiners and soft hyphens are dropped; vowel signs of Indic scripts and Thai stay, for there they are letters. Cyrillic
    /// letters stay. Returns how many code units were written.</summary>
    /// <param name="source">Any UTF-16.</param>
    /// <param name="destination">At least <see cref="LongestGrowth"/> times as long as the source; it must not overlap it.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public static int FoldAccents(ReadOnlySpan<char> source, Span<char> destination)
    {
        CheckRoom(source.Length, destination.Length, LongestGrowth);
        var written = 0;
        foreach (var c in source)
        {
            if (c < 0x80)
                destination[written++] = c;
            else
                written += AccentFolds.Write(c, destination[written..]);
        }

        return written;
    }

    private static void CheckRoom(int source, int destination, int growth)
    {
        if (destination < (long)source * growth)
            throw new ArgumentException(FormattableString.Invariant($"destination must have room for {(long)source * growth} characters, but has {destination}."), nameof(destination));
    }
}
