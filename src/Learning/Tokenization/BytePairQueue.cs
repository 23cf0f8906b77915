namespace Bellwether.Learning.Tokenization;

/// <summary>Merges the pairs of a long word in O(m·log m): a linked list of symbols and a queue of pairs by rank, then by place.</summary>
internal static class BytePairQueue
{
    public static List<ModelToken> Merge(List<ModelToken> symbols, Dictionary<long, (int Rank, int Id)> merges)
    {
        var n = symbols.Count;
        var (before, after, gone) = (new int[n], new int[n], new bool[n]);
        var queue = new PriorityQueue<(int Left, int Right, int LeftId, int RightId, int Id), (int Rank, int Place)>();
        for (var i = 0; i < n; i++)
            (before[i], after[i]) = (i - 1, i + 1);
        for (var i = 0; i + 1 < n; i++)
            Offer(i, i + 1);
        while (queue.TryDequeue(out var pair, out _))
        {
            var (left, right) = (pair.Left, pair.Right);
            if (gone[left] || gone[right] || after[left] != right || symbols[left].Id != pair.LeftId || symbols[right].Id != pair.RightId)
                continue;
            symbols[left] = new ModelToken(pair.Id, symbols[left].Start, symbols[right].End);
            gone[right] = true;
            after[left] = after[right];
            if (after[left] < n)
            {
                before[after[left]] = left;
                Offer(left, after[left]);
            }

            if (before[left] >= 0)
                Offer(before[left], left);
        }

        var merged = new List<ModelToken>();
        for (var i = 0; i < n; i = after[i])
            merged.Add(symbols[i]);
        return merged;

        void Offer(int left, int right)
        {
            var (a, b) = (symbols[left].Id, symbols[right].Id);
            if (merges.TryGetValue(((long)a << 32) | (uint)b, out var merge))
                queue.Enqueue((left, right, a, b, merge.Id), (merge.Rank, left));
        }
    }
}
