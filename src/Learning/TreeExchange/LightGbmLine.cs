using System.Text;
using Bellwether.Data.Formats;

namespace Bellwether.Learning.TreeExchange;

/// <summary>What stands behind a key.</summary>
/// <param name="value">The text behind the sign =.</param>
/// <param name="number">The number of the line.</param>
internal readonly struct LightGbmLine(ReadOnlyMemory<byte> value, int number)
{
    /// <summary>The number of the line.</summary>
    public int Number => number;

    /// <summary>The text.</summary>
    public string Text() => Encoding.UTF8.GetString(value.Span);

    /// <summary>The words between spaces.</summary>
    public string[] Words() => Text().Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>So many numbers; NaN is none.</summary>
    public double[] Numbers(int count)
    {
        // a number and the space behind it take two bytes, so that no count can claim more than the line holds
        if (count > (value.Length + 1) / 2)
            throw new ModelFormatException($"Line {number} must have {count} numbers, but is only {value.Length} bytes long. The file is damaged.");
        var numbers = new double[count];
        var rest = value.Span;
        for (var i = 0; i < count; i++)
        {
            rest = rest.TrimStart((byte)' ');
            var end = rest.IndexOf((byte)' ');
            var word = end < 0 ? rest : rest[..end];
            if (!FileNumber.TryParse(word, out numbers[i]) || double.IsNaN(numbers[i]))
                throw new ModelFormatException($"Line {number} must have {count} numbers, but number {i + 1} is '{Encoding.UTF8.GetString(word[..Math.Min(word.Length, 40)])}'. The file is damaged or was cut.");
            rest = end < 0 ? default : rest[end..];
        }

        return rest.Trim((byte)' ').IsEmpty ? numbers : throw new ModelFormatException($"Line {number} must have {count} numbers, but has more. The file is damaged.");
    }

    /// <summary>So many whole numbers within bounds.</summary>
    public int[] Wholes(int count, int least, int most)
    {
        var line = number;
        return Array.ConvertAll(Numbers(count), n => n >= least && n <= most && n == Math.Floor(n)
            ? (int)n
            : throw new ModelFormatException($"Line {line} must have whole numbers from {least} to {most}, but has {FileNumber.Text(n)}."));
    }
}
