using System.Globalization;
using System.Text;

namespace Bellwether.Learning.TreeExchange;

/// <summary>Numbers as model files spell them: JSON numbers, and the words for infinity and NaN that C++ writers use.</summary>
internal static class FileNumber
{
    /// <summary>Reads a number.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out double number)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number))
            return true;
        var negative = text.StartsWith("-");
        var word = negative ? text[1..] : text;
        if (word.Equals("inf", StringComparison.OrdinalIgnoreCase) || word.Equals("infinity", StringComparison.OrdinalIgnoreCase))
            number = negative ? double.NegativeInfinity : double.PositiveInfinity;
        else if (word.Equals("nan", StringComparison.OrdinalIgnoreCase))
            number = double.NaN;
        else
            return false;
        return true;
    }

    /// <summary>Reads a number from UTF-8.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double number)
    {
        number = 0;
        if (text.Length > 256)
            return false;
        Span<char> characters = stackalloc char[256];
        return Encoding.Latin1.GetChars(text, characters) is var count && TryParse(characters[..count], out number);
    }

    /// <summary>A number for a message.</summary>
    public static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
