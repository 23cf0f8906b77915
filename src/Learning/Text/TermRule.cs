using Bellwether.Data.Formats;
using Bellwether.Numerics;

namespace Bellwether.Learning.Text;

/// <summary>Which terms a text has: runs of words or of characters. A value that a model stores.</summary>
public sealed record TermRule
{
    /// <summary>How a text becomes words; for characters, only its case and accents count.</summary>
    public WordRule Words { get; init; } = new() { Split = WordSplit.Alphanumeric };

    /// <summary>What terms are made of.</summary>
    public TermUnit Unit
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(Unit), value, "Unit must be a named unit.");
    }

    /// <summary>The shortest run.</summary>
    public int Shortest { get; init => field = Require.InRange(value, 1, 32); } = 1;

    /// <summary>The longest run; where it is below <see cref="Shortest"/>, the shortest alone.</summary>
    public int Longest { get; init => field = Require.InRange(value, 1, 32); } = 1;

    internal void Write(ModelWriter writer)
    {
        Words.Write(writer);
        writer.Int32((int)Unit);
        writer.Int32(Shortest);
        writer.Int32(Longest);
    }

    internal static TermRule Read(ModelReader reader)
    {
        var (words, unit, shortest, longest) = (WordRule.Read(reader), (TermUnit)reader.Int32(), reader.Int32(), reader.Int32());
        if (!Enum.IsDefined(unit) || shortest is < 1 or > 32 || longest is < 1 or > 32)
            throw new ModelFormatException("A rule for terms must have a known unit and lengths from 1 to 32. The model was not written by Bellwether; train it again.");
        return new TermRule { Words = words, Unit = unit, Shortest = shortest, Longest = longest };
    }
}
