namespace Bellwether.Learning.Tokenization;

/// <summary>A trie over UTF-16 code units: node 0 is the root, edges are in one hash table.</summary>
internal sealed class CharTrie
{
    private readonly List<int> _values = [-1];
    private long[] _keys = new long[64];
    private int[] _nodes = new int[64];

    /// <summary>Sets the value of a text; the first one stays.</summary>
    public void Add(ReadOnlySpan<char> text, int value)
    {
        var node = 0;
        foreach (var c in text)
        {
            var next = Next(node, c);
            if (next == 0)
            {
                next = _values.Count;
                _values.Add(-1);
                if (_values.Count * 2 > _keys.Length)
                    Grow();
                Put(Key(node, c), next);
            }

            node = next;
        }

        if (_values[node] < 0)
            _values[node] = value;
    }

    /// <summary>The node that a character leads to, or 0.</summary>
    public int Next(int node, char c)
    {
        var (key, mask) = (Key(node, c), _keys.Length - 1);
        for (var slot = Slot(key) & mask; _nodes[slot] != 0; slot = (slot + 1) & mask)
            if (_keys[slot] == key)
                return _nodes[slot];
        return 0;
    }

    /// <summary>The value of a node, or -1.</summary>
    public int Value(int node) => _values[node];

    private static long Key(int node, char c) => ((long)node << 16) | c;

    private static int Slot(long key) => (int)(((ulong)key * 0x9E3779B97F4A7C15) >> 33);

    private void Put(long key, int node)
    {
        var mask = _keys.Length - 1;
        var slot = Slot(key) & mask;
        while (_nodes[slot] != 0)
            slot = (slot + 1) & mask;
        (_keys[slot], _nodes[slot]) = (key, node);
    }

    private void Grow()
    {
        var (keys, nodes) = (_keys, _nodes);
        (_keys, _nodes) = (new long[keys.Length * 2], new int[keys.Length * 2]);
        for (var i = 0; i < keys.Length; i++)
            if (nodes[i] != 0)
                Put(keys[i], nodes[i]);
    }
}
