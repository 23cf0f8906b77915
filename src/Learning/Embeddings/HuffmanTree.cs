namespace Bellwether.Learning.Embeddings;

/// <summary>A binary tree whose leaves are classes, the frequent ones near the root (Huffman, 1952). Node k - 2 is the root; a node's children come before it.</summary>
internal sealed class HuffmanTree
{
    private readonly int[][] _nodes, _turns;

    /// <summary>Builds the tree; equal counts are joined in the order of classes, so that the same counts give the same tree.</summary>
    public HuffmanTree(ReadOnlySpan<long> counts)
    {
        var k = counts.Length;
        (Left, Right) = (new int[k - 1], new int[k - 1]);
        var queue = new PriorityQueue<int, (long Count, int Number)>();
        for (var leaf = 0; leaf < k; leaf++)
            queue.Enqueue(leaf, (counts[leaf], leaf));
        for (var node = 0; node < k - 1; node++)
        {
            queue.TryDequeue(out Left[node], out var left);
            queue.TryDequeue(out Right[node], out var right);
            queue.Enqueue(k + node, (left.Count + right.Count, k + node));
        }

        (_nodes, _turns) = (new int[k][], new int[k][]);
        Walk(k);
    }

    /// <summary>The child of each node on the side of turn 0: a class, or k plus a node's number.</summary>
    public int[] Left { get; }

    /// <summary>The child of each node on the side of turn 1.</summary>
    public int[] Right { get; }

    /// <summary>The nodes from the root to a class.</summary>
    public ReadOnlySpan<int> Nodes(int leaf) => _nodes[leaf];

    /// <summary>Where the way turns at each of them: 0 or 1.</summary>
    public ReadOnlySpan<int> Turns(int leaf) => _turns[leaf];

    private void Walk(int k)
    {
        var (parent, turn) = (new int[(2 * k) - 1], new int[(2 * k) - 1]);
        for (var node = 0; node < k - 1; node++)
        {
            (parent[Left[node]], parent[Right[node]]) = (node, node);
            turn[Right[node]] = 1;
        }

        for (var leaf = 0; leaf < k; leaf++)
        {
            var (nodes, turns) = (new List<int>(), new List<int>());
            for (var at = leaf; at != (2 * k) - 2; at = k + parent[at])
            {
                nodes.Add(parent[at]);
                turns.Add(turn[at]);
            }

            nodes.Reverse();
            turns.Reverse();
            (_nodes[leaf], _turns[leaf]) = ([.. nodes], [.. turns]);
        }
    }
}
