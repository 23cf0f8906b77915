namespace Bellwether.Retrieval.Lexical.Segments;

/// <summary>What a segment knows of a term.</summary>
/// <param name="documents">In how many documents it is.</param>
/// <param name="blocks">How many blocks its postings take.</param>
/// <param name="directory">Where its directory begins in the postings; it has one where it has several blocks.</param>
/// <param name="data">Where its first block begins in the postings.</param>
/// <param name="positions">Where its positions begin.</param>
/// <param name="impacts">The pairs that bound all its postings.</param>
internal readonly unsafe struct TermEntry(int documents, int blocks, long directory, long data, long positions, byte* impacts)
{
    public int Documents { get; } = documents;

    public int Blocks { get; } = blocks;

    public long Directory { get; } = directory;

    public long Data { get; } = data;

    public long Positions { get; } = positions;

    public byte* Impacts { get; } = impacts;
}
