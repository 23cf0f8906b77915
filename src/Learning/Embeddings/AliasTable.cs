namespace Bellwether.Learning.Embeddings;

/// <summary>Draws an index with probability proportional to its weight in O(1) (Walker, 1977; built by Vose's method, 1991).</summary>
internal sealed class AliasTable
{
    private readonly (uint Threshold, int Other)[] _slots;

    public AliasTable(ReadOnlySpan<double> weights)
    {
        var n = weights.Length;
        _slots = new (uint, int)[n];
        var (share, sum) = (new double[n], 0.0);
        foreach (var weight in weights)
            sum += weight;
        var (small, large) = (new Stack<int>(), new Stack<int>());
        for (var i = 0; i < n; i++)
        {
            share[i] = weights[i] / sum * n;
            (share[i] < 1 ? small : large).Push(i);
            _slots[i] = (uint.MaxValue, i);
        }

        while (small.Count > 0 && large.Count > 0)
        {
            var (less, more) = (small.Pop(), large.Pop());
            _slots[less] = ((uint)(share[less] * uint.MaxValue), more);
            share[more] -= 1 - share[less];
            (share[more] < 1 ? small : large).Push(more);
        }
    }

    public int Draw(ref DrawStream stream)
    {
        var bits = stream.Next();
        var slot = (int)(((bits >> 32) * (ulong)_slots.Length) >> 32);
        var (threshold, other) = _slots[slot];
        return (uint)bits <= threshold ? slot : other;
    }
}
