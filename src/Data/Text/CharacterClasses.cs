using System.Globalization;

namespace Bellwether.Data.Text;

/// <summary>The class of every character: a table for the basic plane, ranges above it.</summary>
internal static class CharacterClasses
{
    private const int Joiner = 0x200D;

    private static readonly byte[] s_basic = Table();

    /// <summary>The classes of the code units; a surrogate is <see cref="CharacterClass.Surrogate"/>.</summary>
    public static ReadOnlySpan<byte> Basic => s_basic;

    /// <summary>The code point at a place: lone surrogates are themselves.</summary>
    public static int CodePoint(ReadOnlySpan<char> text, int at, out int length)
    {
        if (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
        {
            length = 2;
            return char.ConvertToUtf32(text[at], text[at + 1]);
        }

        length = 1;
        return text[at];
    }

    /// <summary>The class of a code point.</summary>
    public static CharacterClass Of(int codePoint) => codePoint switch
    {
        >= 0xD800 and <= 0xDFFF => CharacterClass.Other,
        < 0x10000 => (CharacterClass)s_basic[codePoint],
        >= 0x1F1E6 and <= 0x1F1FF => CharacterClass.Regional,
        >= 0x1F3FB and <= 0x1F3FF => CharacterClass.Extend,
        >= 0x1F000 and <= 0x1FAFF => CharacterClass.Emoji,
        >= 0x20000 and <= 0x3FFFF => CharacterClass.Ideograph,
        >= 0xE0020 and <= 0xE007F => CharacterClass.Extend,
        _ => OfCategory(CharUnicodeInfo.GetUnicodeCategory(codePoint)),
    };

    private static byte[] Table()
    {
        var table = new byte[0x10000];
        for (var c = 0; c < table.Length; c++)
            table[c] = (byte)Compute(c);
        return table;
    }

    private static CharacterClass Compute(int c) => c switch
    {
        >= 0xD800 and <= 0xDFFF => CharacterClass.Surrogate,
        Joiner => CharacterClass.Extend,
        '.' or '\'' or 0x2018 or 0x2019 or 0x2024 or 0xFE52 or 0xFF07 or 0xFF0E => CharacterClass.MidBoth,
        0xB7 or 0x387 or 0x55F or 0x5F4 or 0x2027 => CharacterClass.MidLetter,
        ',' or ';' or 0x37E or 0x589 or 0x60C or 0x60D or 0x66C or 0xFE50 or 0xFE54 or 0xFF0C or 0xFF1B => CharacterClass.MidNumber,
        0x231A or 0x231B or (>= 0x23E9 and <= 0x23F3) or (>= 0x2600 and <= 0x27BF) or 0x2B1B or 0x2B1C or 0x2B50 or 0x2B55 => CharacterClass.Emoji,
        0x3005 or 0x3006 or 0x3007 or (>= 0x3041 and <= 0x3096) or 0x309D or 0x309E or 0x309F => CharacterClass.Ideograph,
        (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) => CharacterClass.Ideograph,
        (>= 0x30A1 and <= 0x30FA) or (>= 0x30FC and <= 0x30FF) or (>= 0x31F0 and <= 0x31FF) or (>= 0xFF66 and <= 0xFF9F) => CharacterClass.Katakana,
        0x200B => CharacterClass.Other,
        _ => OfCategory(CharUnicodeInfo.GetUnicodeCategory(c)),
    };

    private static CharacterClass OfCategory(UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber => CharacterClass.Letter,
        UnicodeCategory.DecimalDigitNumber => CharacterClass.Digit,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => CharacterClass.Extend,
        UnicodeCategory.ConnectorPunctuation => CharacterClass.Connector,
        _ => CharacterClass.Other,
    };
}
