namespace Bellwether.Retrieval.Lexical.Search;

/// <summary>Documents of one snapshot that a search may find. Made by <see cref="LexicalSnapshot.Where"/>; immutable.</summary>
public sealed class DocumentSet
{
    private readonly ulong[][] _bits;

    internal DocumentSet(LexicalSnapshot snapshot, ulong[][] bits) => (Snapshot, _bits) = (snapshot, bits);

    internal LexicalSnapshot Snapshot { get; }

    /// <summary>How many documents it holds.</summary>
    public int Count => _bits.Sum(words => words.Sum(w => System.Numerics.BitOperations.PopCount(w)));

    internal ReadOnlySpan<ulong> Bits(int segment) => _bits[segment];
}
