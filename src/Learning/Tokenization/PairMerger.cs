using System.Runtime.InteropServices;

namespace Bellwether.Learning.Tokenization;

/// <summary>Learns merges: the most frequent pair of neighbours becomes one symbol, again and again. Of equal counts, the pair of the lower numbers goes first.</summary>
/// <remarks>Counts are kept up to date for the words that a merge changes only (Sennrich's <c>learn_bpe</c>), with a queue whose stale entries are passed over: O(symbols · log pairs) in practice.</remarks>
internal sealed class PairMerger
{
    private readonly List<int[]> _words = [];
    private readonly List<long> _counts = [];
    private readonly Dictionary<long, long> _pairs = [];
    private readonly Dictionary<long, HashSet<int>> _places = [];
    private readonly PriorityQueue<long, (long Less, long Pair)> _queue = new();

    /// <summary>One more word: its symbols, and how often it comes.</summary>
    public void Add(int[] symbols, long count)
    {
        _words.Add(symbols);
        _counts.Add(count);
    }

    /// <summary>Merges until <paramref name="join"/> says that there are enough symbols, or no pair comes <paramref name="minFrequency"/> times.</summary>
    /// <param name="minFrequency">Rarer pairs are not merged.</param>
    /// <param name="join">The number of the symbol that two make, or -1 to end.</param>
    /// <param name="cancellationToken">Checked once a merge.</param>
    public void Run(long minFrequency, Func<int, int, int> join, CancellationToken cancellationToken)
    {
        for (var word = 0; word < _words.Count; word++)
            Change(word, _words[word], 1);
        foreach (var (pair, count) in _pairs)
            _queue.Enqueue(pair, (-count, pair));
        while (_queue.TryDequeue(out var pair, out var priority))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = _pairs.GetValueOrDefault(pair);
            if (count != -priority.Less)
            {
                if (count > 0)
                    _queue.Enqueue(pair, (-count, pair));
                continue;
            }

            if (count < minFrequency)
                return;
            var (left, right) = ((int)(pair >> 32), (int)pair);
            var joined = join(left, right);
            if (joined < 0)
                return;
            foreach (var word in _places[pair].Order().ToArray())
                Merge(word, left, right, joined);
            _pairs.Remove(pair);
            _places.Remove(pair);
        }
    }

    private void Merge(int word, int left, int right, int joined)
    {
        var (old, merged) = (_words[word], new List<int>());
        for (var i = 0; i < old.Length; i++)
            if (i + 1 < old.Length && old[i] == left && old[i + 1] == right)
            {
                merged.Add(joined);
                i++;
            }
            else
            {
                merged.Add(old[i]);
            }

        if (merged.Count == old.Length)
            return;
        Change(word, old, -1);
        _words[word] = [.. merged];
        Change(word, _words[word], 1);
        for (var i = 0; i + 1 < merged.Count; i++)
            if (merged[i] == joined || merged[i + 1] == joined)
            {
                var pair = Key(merged[i], merged[i + 1]);
                _queue.Enqueue(pair, (-_pairs[pair], pair));
            }
    }

    private void Change(int word, int[] symbols, int sign)
    {
        for (var i = 0; i + 1 < symbols.Length; i++)
        {
            var pair = Key(symbols[i], symbols[i + 1]);
            CollectionsMarshal.GetValueRefOrAddDefault(_pairs, pair, out _) += sign * _counts[word];
            if (sign > 0)
                (CollectionsMarshal.GetValueRefOrAddDefault(_places, pair, out _) ??= []).Add(word);
        }
    }

    private static long Key(int left, int right) => ((long)left << 32) | (uint)right;
}
