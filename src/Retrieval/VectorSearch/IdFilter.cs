using System.Collections.Frozen;

namespace Bellwether.Retrieval.VectorSearch;

/// <summary>Which ids a search may return: a set, or a predicate. Immutable, safe to share between threads and searches.</summary>
/// <remarks>Make a set once and use it for many searches: a search asks about thousands of ids. A set of ids that lie close together is held as bits (1/8 byte per id of its range), others as a
/// hash set.</remarks>
public sealed class IdFilter
{
    private const long BitsPerIdAtMost = 256;

    private readonly ulong[]? _bits;
    private readonly long _first;
    private readonly FrozenSet<long>? _set;
    private readonly Func<long, bool>? _predicate;

    private IdFilter(Func<long, bool> predicate) => _predicate = predicate;

    private IdFilter(ReadOnlySpan<long> ids)
    {
        if (ids.Length == 0)
        {
            (_bits, Ids) = ([], []);
            return;
        }

        var sorted = ids.ToArray();
        Array.Sort(sorted);
        var count = 1;
        for (var i = 1; i < sorted.Length; i++)
            if (sorted[i] != sorted[i - 1])
                sorted[count++] = sorted[i];
        Array.Resize(ref sorted, count);
        Ids = sorted;
        _first = sorted[0];
        var range = (ulong)(sorted[^1] - _first);
        if (range >= (ulong)(count * BitsPerIdAtMost))
        {
            _set = sorted.ToFrozenSet();
            return;
        }

        _bits = new ulong[(range / 64) + 1];
        foreach (var id in sorted)
            _bits[(ulong)(id - _first) / 64] |= 1UL << (int)((ulong)(id - _first) % 64);
    }

    /// <summary>The ids of a set in ascending order; null for a predicate.</summary>
    internal long[]? Ids { get; }

    /// <summary>These ids. Equal ones count once; ids that no index holds do no harm.</summary>
    public static IdFilter Of(params ReadOnlySpan<long> ids) => new(ids);

    /// <summary>Ids for which the predicate says true. It is called from the searching thread, often, and must not throw and always say the same.</summary>
    public static IdFilter Where(Func<long, bool> predicate) => new(predicate ?? throw new ArgumentNullException(nameof(predicate)));

    /// <summary>Whether an id may be returned.</summary>
    public bool Contains(long id)
    {
        if (_bits is { } bits)
        {
            var place = (ulong)(id - _first);
            return place / 64 < (ulong)bits.Length && (bits[place / 64] & (1UL << (int)(place % 64))) != 0;
        }

        return _set?.Contains(id) ?? _predicate!(id);
    }
}
