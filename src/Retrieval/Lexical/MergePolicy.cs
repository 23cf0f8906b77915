using Bellwether.Numerics;

namespace Bellwether.Retrieval.Lexical;

/// <summary>When segments are joined: as soon as <see cref="Factor"/> neighbours are of the same size class (a power of the factor), they become one.</summary>
/// <remarks>Lucene's logarithmic policy. Only neighbours are joined, so documents keep the order in which they came, and every document is written about log(n) times.
/// The work is done inside the call that wrote the last of them.</remarks>
public sealed record MergePolicy
{
    /// <summary>How many segments of a size class are joined, at least 2; 8 by default.</summary>
    public int Factor { get; init => field = Require.InRange(value, 2, 64); } = 8;

    /// <summary>Segments with fewer documents count as this large; 1,000 by default.</summary>
    public int SmallestDocuments { get; init => field = Require.Positive(value); } = 1_000;

    /// <summary>A segment with at least this many documents is left alone; 20 million by default.</summary>
    public int LargestDocuments { get; init => field = Require.Positive(value); } = 20_000_000;

    /// <summary>A segment of which this share is deleted is written anew without them; 0.5 by default.</summary>
    public double MostDeleted { get; init => field = Require.InRange(value, 0.01, 1.0); } = 0.5;

    /// <summary>Which neighbours to join next: first and count; count 0 for none. A count of 1 writes one segment anew.</summary>
    /// <param name="live">Documents that are not deleted, per segment.</param>
    /// <param name="all">All documents, per segment.</param>
    public (int First, int Count) Next(ReadOnlySpan<int> live, ReadOnlySpan<int> all)
    {
        for (var end = all.Length; end >= Factor; end--)
        {
            var level = Level(live[end - 1]);
            var count = 1;
            while (count < Factor && Level(live[end - 1 - count]) == level)
                count++;
            if (count == Factor && live[end - 1] < LargestDocuments)
                return (end - Factor, Factor);
        }

        for (var i = 0; i < all.Length; i++)
            if (live[i] <= (1 - MostDeleted) * all[i])
                return (i, 1);
        return (0, 0);
    }

    private int Level(int documents)
    {
        var level = 0;
        for (var size = (double)SmallestDocuments * Factor; documents >= size; size *= Factor)
            level++;
        return level;
    }
}
