using System.Numerics;

namespace Bellwether.Retrieval.Lexical.Segments;

/// <summary>Which documents of a segment are not deleted. Immutable: deleting gives another.</summary>
internal sealed class LiveDocuments
{
    private readonly ulong[] _bits;

    private LiveDocuments(ulong[] bits, int documents)
    {
        (_bits, Documents) = (bits, documents);
        foreach (var word in bits)
            Count += BitOperations.PopCount(word);
    }

    /// <summary>All documents, live or not.</summary>
    public int Documents { get; }

    /// <summary>Live documents.</summary>
    public int Count { get; }

    /// <summary>One bit per document, 64 a word.</summary>
    public ReadOnlySpan<ulong> Bits => _bits;

    public static LiveDocuments All(int documents)
    {
        var bits = new ulong[(documents + 63) / 64];
        bits.AsSpan().Fill(ulong.MaxValue);
        if ((documents & 63) != 0)
            bits[^1] = (1UL << (documents & 63)) - 1;
        return new LiveDocuments(bits, documents);
    }

    /// <summary>From stored bits; null where they are too few or name documents that are not there.</summary>
    public static LiveDocuments? From(ulong[] bits, int documents) =>
        bits.Length == (documents + 63) / 64 && ((documents & 63) == 0 || bits[^1] >> (documents & 63) == 0) ? new LiveDocuments(bits, documents) : null;

    public bool Contains(int document) => (_bits[document >> 6] >> (document & 63) & 1) != 0;

    public LiveDocuments Without(IEnumerable<int> documents)
    {
        var bits = (ulong[])_bits.Clone();
        foreach (var document in documents)
            bits[document >> 6] &= ~(1UL << (document & 63));
        return new LiveDocuments(bits, Documents);
    }
}
