using System.Runtime.CompilerServices;

namespace Bellwether.Server.Prometheus;

/// <summary>Finds the series of a measurement's tags without a lock and without allocating, once the tags have been seen.</summary>
/// <remarks>Open addressing over an array that is replaced when it fills. Order of tags matters to the lookup, not to the series.</remarks>
internal sealed class TagTable(Func<ReadOnlyMemory<KeyValuePair<string, object?>>, MetricSeries> seriesOf)
{
    private const int MostEntries = 16_384;
    private readonly Lock _growing = new();
    private Entry?[] _entries = new Entry?[16];
    private int _count;

    public MetricSeries Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var hash = HashOf(tags);
        return Look(Volatile.Read(ref _entries), hash, tags) ?? Add(hash, tags);
    }

    private static MetricSeries? Look(Entry?[] entries, int hash, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        for (var i = hash & (entries.Length - 1); ; i = (i + 1) & (entries.Length - 1))
        {
            var entry = Volatile.Read(ref entries[i]);
            if (entry is null)
                return null;
            if (entry.Hash == hash && SameTags(entry.Tags, tags))
                return entry.Series;
        }
    }

    private MetricSeries Add(int hash, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_growing)
        {
            if (Look(_entries, hash, tags) is { } found)
                return found;
            var copy = tags.ToArray();
            var series = seriesOf(copy);
            if (_count >= MostEntries)
                return series;
            if (2 * (_count + 1) > _entries.Length)
                Grow();
            Place(_entries, new Entry(hash, copy, series));
            _count++;
            return series;
        }
    }

    private void Grow()
    {
        var wider = new Entry?[_entries.Length * 2];
        foreach (var entry in _entries)
            if (entry is not null)
                Place(wider, entry);
        Volatile.Write(ref _entries, wider);
    }

    private static void Place(Entry?[] entries, Entry entry)
    {
        var i = entry.Hash & (entries.Length - 1);
        while (entries[i] is not null)
            i = (i + 1) & (entries.Length - 1);
        Volatile.Write(ref entries[i], entry);
    }

    private static int HashOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var hash = tags.Length;
        foreach (ref readonly var tag in tags)
        {
            hash = (hash * 31) + tag.Key.GetHashCode(StringComparison.Ordinal);
            hash = (hash * 31) + (tag.Value?.GetHashCode() ?? 0);
        }

        return hash ^ (hash >>> 15);
    }

    private static bool SameTags(KeyValuePair<string, object?>[] a, ReadOnlySpan<KeyValuePair<string, object?>> b)
    {
        if (a.Length != b.Length)
            return false;
        for (var i = 0; i < a.Length; i++)
            if (!Same(a[i].Key, b[i].Key) || !Same(a[i].Value, b[i].Value))
                return false;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Same(object? a, object? b) => ReferenceEquals(a, b) || (a is not null && a.Equals(b));

    private sealed record Entry(int Hash, KeyValuePair<string, object?>[] Tags, MetricSeries Series);
}
