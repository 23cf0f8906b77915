using System.Runtime.InteropServices;

namespace Bellwether.Learning.Tokenization;

/// <summary>The ways in which words divide into pieces, and what a vocabulary of pieces is worth on them.</summary>
internal sealed class UnigramLattice(List<(string Word, long Count)> words, int longest)
{
    private readonly HashSet<string> _characters = [.. words.SelectMany(w => WordCounts.Characters(w.Word))];

    /// <summary>All characters, and the stretches within words that come twice or more, the largest product of count and length first.</summary>
    public List<(string Piece, double Score)> Seed(int size)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        var lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var (word, count) in words)
            for (var start = 0; start < word.Length; start++)
            {
                if (start > 0 && char.IsSurrogatePair(word[start - 1], word[start]))
                    continue;
                for (var end = start + 1; end <= Math.Min(word.Length, start + longest); end++)
                    if (end == word.Length || !char.IsSurrogatePair(word[end - 1], word[end]))
                        CollectionsMarshal.GetValueRefOrAddDefault(lookup, word.AsSpan(start, end - start), out _) += count;
            }

        var chosen = counts.Where(c => c.Value > 1 && !_characters.Contains(c.Key)).OrderByDescending(c => c.Value * c.Key.Length).ThenBy(c => c.Key, StringComparer.Ordinal).Take(size)
            .Concat(counts.Where(c => _characters.Contains(c.Key)).OrderBy(c => c.Key, StringComparer.Ordinal)).ToArray();
        double total = chosen.Sum(c => (double)c.Value * c.Key.Length);
        return [.. chosen.Select(c => (c.Key, Math.Log(c.Value * c.Key.Length / total)))];
    }

    /// <summary>One round of expectation (forward and backward sums) and maximization; pieces that are expected less than 0.5 times go.</summary>
    public List<(string Piece, double Score)> Fit(List<(string Piece, double Score)> pieces, CancellationToken cancellationToken)
    {
        var (trie, expected) = (Trie(pieces), new double[pieces.Count]);
        for (var word = 0; word < words.Count; word++)
        {
            if ((word & 1023) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            Expect(words[word].Word, words[word].Count, trie, pieces, expected);
        }

        var kept = new List<(string Piece, double Count)>();
        for (var i = 0; i < pieces.Count; i++)
            if (expected[i] >= 0.5 || _characters.Contains(pieces[i].Piece))
                kept.Add((pieces[i].Piece, Math.Max(expected[i], 0.5)));
        var norm = Digamma(kept.Sum(k => k.Count));
        return [.. kept.Select(k => (k.Piece, Digamma(k.Count) - norm))];
    }

    /// <summary>Keeps the pieces whose loss would cost the texts the most likelihood.</summary>
    public List<(string Piece, double Score)> Prune(List<(string Piece, double Score)> pieces, int size, CancellationToken cancellationToken)
    {
        var (trie, used) = (Trie(pieces), new double[pieces.Count]);
        var path = new List<int>();
        for (var word = 0; word < words.Count; word++)
        {
            if ((word & 1023) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            Best(words[word].Word, trie, pieces, -1, path);
            foreach (var piece in path)
                used[piece] += words[word].Count;
        }

        var total = used.Sum();
        var kept = new List<(int Index, double Loss)>();
        for (var i = 0; i < pieces.Count; i++)
        {
            if (_characters.Contains(pieces[i].Piece))
            {
                kept.Add((i, double.PositiveInfinity));
                continue;
            }

            if (used[i] == 0)
                continue;
            Best(pieces[i].Piece, trie, pieces, i, path);
            var after = total + (used[i] * (path.Count - 1));
            var loss = path.Sum(p => Math.Log((used[p] + used[i]) / after));
            kept.Add((i, used[i] * (Math.Log(used[i] / total) - loss)));
        }

        return [.. kept.OrderByDescending(k => k.Loss).ThenBy(k => k.Index).Take(Math.Max(size, _characters.Count)).OrderBy(k => k.Index).Select(k => pieces[k.Index])];
    }

    /// <summary>Every character, and the best of the rest, by falling score.</summary>
    public List<(string Piece, double Score)> Finish(List<(string Piece, double Score)> pieces, int size)
    {
        var characters = pieces.Where(p => _characters.Contains(p.Piece)).ToArray();
        var rest = pieces.Where(p => !_characters.Contains(p.Piece)).OrderByDescending(p => p.Score).ThenBy(p => p.Piece, StringComparer.Ordinal).Take(Math.Max(0, size - characters.Length));
        return [.. characters.Concat(rest).OrderByDescending(p => p.Score).ThenBy(p => p.Piece, StringComparer.Ordinal)];
    }

    private static CharTrie Trie(List<(string Piece, double Score)> pieces)
    {
        var trie = new CharTrie();
        for (var i = 0; i < pieces.Count; i++)
            trie.Add(pieces[i].Piece, i);
        return trie;
    }

    private static void Expect(string word, long count, CharTrie trie, List<(string Piece, double Score)> pieces, double[] expected)
    {
        var n = word.Length;
        var (forward, backward) = (new double[n + 1], new double[n + 1]);
        Array.Fill(forward, double.NegativeInfinity);
        Array.Fill(backward, double.NegativeInfinity);
        (forward[0], backward[n]) = (0, 0);
        for (var start = 0; start < n; start++)
            for (int node = 0, end = start; double.IsFinite(forward[start]) && end < n && (node = trie.Next(node, word[end++])) > 0;)
                if (trie.Value(node) is >= 0 and var piece)
                    forward[end] = LogSum(forward[end], forward[start] + pieces[piece].Score);
        for (var start = n - 1; start >= 0; start--)
            for (int node = 0, end = start; end < n && (node = trie.Next(node, word[end++])) > 0;)
                if (trie.Value(node) is >= 0 and var piece)
                    backward[start] = LogSum(backward[start], backward[end] + pieces[piece].Score);
        if (!double.IsFinite(forward[n]))
            return;
        for (var start = 0; start < n; start++)
            for (int node = 0, end = start; end < n && (node = trie.Next(node, word[end++])) > 0;)
                if (trie.Value(node) is >= 0 and var piece)
                    expected[piece] += count * Math.Exp(forward[start] + pieces[piece].Score + backward[end] - forward[n]);
    }

    /// <summary>The best division of a word, one piece not allowed.</summary>
    private static void Best(string word, CharTrie trie, List<(string Piece, double Score)> pieces, int without, List<int> path)
    {
        var n = word.Length;
        var (best, from, which) = (new double[n + 1], new int[n + 1], new int[n + 1]);
        Array.Fill(best, double.NegativeInfinity);
        best[0] = 0;
        for (var start = 0; start < n; start++)
            for (int node = 0, end = start; double.IsFinite(best[start]) && end < n && (node = trie.Next(node, word[end++])) > 0;)
                if (trie.Value(node) is >= 0 and var piece && piece != without && best[start] + pieces[piece].Score > best[end])
                    (best[end], from[end], which[end]) = (best[start] + pieces[piece].Score, start, piece);
        path.Clear();
        for (var end = n; end > 0 && double.IsFinite(best[n]); end = from[end])
            path.Add(which[end]);
    }

    private static double LogSum(double a, double b)
    {
        var (high, low) = a > b ? (a, b) : (b, a);
        return double.IsNegativeInfinity(low) ? high : high + Math.Log(1 + Math.Exp(low - high));
    }

    /// <summary>The derivative of ln Γ, by recurrence and the asymptotic series (Abramowitz and Stegun 6.3.18).</summary>
    private static double Digamma(double x)
    {
        var result = 0.0;
        for (; x < 7; x++)
            result -= 1 / x;
        x -= 0.5;
        var square = 1 / (x * x);
        return result + Math.Log(x) + (square * (1.0 / 24 - (square * (7.0 / 960 - (square * (31.0 / 8064 - (square * (127.0 / 30720))))))));
    }
}
