using System.Globalization;
using Bellwether.Data.Formats;

namespace Bellwether.Retrieval.VectorSearch;

/// <summary>What an index is made of: some numbers, and pieces of memory that look the same in memory, in an artifact and in a mapped file.</summary>
/// <param name="Format">The format's name.</param>
/// <param name="Numbers">Sizes and options.</param>
/// <param name="Sections">The pieces, cut to what is used.</param>
internal sealed unsafe record IndexImage(string Format, long[] Numbers, Block[] Sections)
{
    /// <summary>Whether every byte is to be looked at when the index is made of it, rather than only sizes.</summary>
    public bool IsThorough { get; init; }

    /// <summary>Writes it as the body of an artifact.</summary>
    /// <exception cref="InvalidOperationException">A piece is too large for one.</exception>
    public void Write(ModelWriter writer)
    {
        writer.Array<long>(Numbers);
        writer.Int32(Sections.Length);
        foreach (var section in Sections)
        {
            if (section.Length > Array.MaxLength / 2)
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"An artifact must be smaller than 1 GiB, but a part of the index has {section.Length} bytes. Save it as a file of its own."));
            writer.Array<byte>(new ReadOnlySpan<byte>(section.Pointer, (int)section.Length));
            GC.KeepAlive(section);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote, into memory of its own.</summary>
    public static IndexImage Read(ModelReader reader, string format)
    {
        var numbers = reader.Array<long>();
        var count = reader.Int32();
        if (count is < 0 or > 64)
            throw new ModelFormatException(string.Create(CultureInfo.InvariantCulture, $"An index must have at most 64 sections, but this says {count}."));
        var sections = new Block[count];
        for (var i = 0; i < count; i++)
            sections[i] = Block.Of<byte>(reader.Array<byte>());
        return new IndexImage(format, numbers, sections) { IsThorough = true };
    }

    /// <summary>Checks that a number lies between two others.</summary>
    /// <exception cref="ModelFormatException">It does not.</exception>
    public long Number(int at, long low, long high, string what)
    {
        if (at < Numbers.Length && Numbers[at] >= low && Numbers[at] <= high)
            return Numbers[at];
        throw new ModelFormatException(string.Create(CultureInfo.InvariantCulture,
            $"The {what} of an index of format {Format} must be between {low} and {high}, but is {(at < Numbers.Length ? Numbers[at] : "missing")}. The file is damaged; build the index again."));
    }

    /// <summary>Checks that a piece has the length that the numbers say.</summary>
    /// <exception cref="ModelFormatException">It has not.</exception>
    public Block Section(int at, long length, string what)
    {
        if (at < Sections.Length && Sections[at].Length == length)
            return Sections[at];
        throw new ModelFormatException(string.Create(CultureInfo.InvariantCulture,
            $"The {what} of an index of format {Format} must take {length} bytes, but take {(at < Sections.Length ? Sections[at].Length : "none")}. The file is damaged; build the index again."));
    }

    /// <summary>The first bytes of a block, to be written; it lives as long as the image does.</summary>
    public static Block Cut(Block block, long length) => new(block.Pointer, length, block);
}
