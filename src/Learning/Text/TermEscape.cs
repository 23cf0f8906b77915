using System.Globalization;
using System.Text;

namespace Bellwether.Learning.Text;

/// <summary>Writes terms as valid Unicode: a lone surrogate, which UTF-8 cannot hold, and the backslash itself become a backslash and four hexadecimal digits.</summary>
internal static class TermEscape
{
    public static string Write(string term)
    {
        var plain = !term.Contains('\\', StringComparison.Ordinal);
        for (var i = 0; i < term.Length && plain; i++)
            plain = !char.IsSurrogate(term[i]);
        if (plain)
            return term;
        var text = new StringBuilder();
        for (var i = 0; i < term.Length; i++)
            if (i + 1 < term.Length && char.IsSurrogatePair(term[i], term[i + 1]))
                text.Append(term[i]).Append(term[++i]);
            else if (term[i] == '\\' || char.IsSurrogate(term[i]))
                text.Append(CultureInfo.InvariantCulture, $"\\{(int)term[i]:X4}");
            else
                text.Append(term[i]);
        return text.ToString();
    }

    public static string Read(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
            return text;
        var term = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
            if (text[i] == '\\' && i + 4 < text.Length && ushort.TryParse(text.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
            {
                term.Append((char)unit);
                i += 4;
            }
            else
            {
                term.Append(text[i]);
            }

        return term.ToString();
    }
}
