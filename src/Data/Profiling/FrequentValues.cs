using System.Runtime.InteropServices;

namespace Bellwether.Data.Profiling;

/// <summary>Counts the frequent values of a stream in bounded memory: exactly up to a number of different values, then by the algorithm of
/// Misra and Gries ("Finding repeated elements", 1982), whose counts are lower bounds.</summary>
internal sealed class FrequentValues(int bound)
{
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    public bool IsExact { get; private set; } = true;

    public void Add(string value)
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrNullRef(_counts, value);
        if (!System.Runtime.CompilerServices.Unsafe.IsNullRef(ref count))
        {
            count++;
            return;
        }

        if (_counts.Count < bound)
        {
            _counts[value] = 1;
            return;
        }

        IsExact = false;
        foreach (var key in _counts.Keys)
            if (--CollectionsMarshal.GetValueRefOrNullRef(_counts, key) == 0)
                _counts.Remove(key);
    }

    public IReadOnlyList<ValueCount> Top(int count) =>
        [.. _counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Take(count).Select(c => new ValueCount(c.Key, c.Value))];
}
