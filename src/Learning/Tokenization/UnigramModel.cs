using System.Globalization;

namespace Bellwether.Learning.Tokenization;

/// <summary>The division of a text whose pieces' log-probabilities have the largest sum (Kudo, "Subword Regularization", 2018), by Viterbi's algorithm over a trie of pieces.</summary>
/// <remarks>O(m · longest piece). Of equal sums, the one whose last piece is longest. A character that begins no piece is unknown, at the least score less 10.</remarks>
internal sealed class UnigramModel : ITokenModel
{
    private const double UnknownPenalty = 10;

    private readonly Dictionary<string, int> _vocabulary;
    private readonly CharTrie _trie = new();
    private readonly double[] _scores;
    private readonly int[] _bytes = new int[256];
    private readonly int _unknown;
    private readonly bool _byteFallback;
    private readonly double _unknownScore;

    public UnigramModel(IReadOnlyList<(string Piece, double Score)> pieces, int unknown, bool byteFallback)
    {
        (_vocabulary, _scores, _unknown) = (new Dictionary<string, int>(pieces.Count, StringComparer.Ordinal), new double[pieces.Count], unknown);
        for (var id = 0; id < pieces.Count; id++)
        {
            _scores[id] = pieces[id].Score;
            _vocabulary.TryAdd(pieces[id].Piece, id);
            if (pieces[id].Piece.Length > 0)
                _trie.Add(pieces[id].Piece, id);
        }

        for (var b = 0; b < 256; b++)
            _bytes[b] = _vocabulary.GetValueOrDefault(string.Create(CultureInfo.InvariantCulture, $"<0x{b:X2}>"), -1);
        _byteFallback = byteFallback && Array.TrueForAll(_bytes, b => b >= 0);
        _unknownScore = (_scores.Length > 0 ? _scores.Min() : 0) - UnknownPenalty;
    }

    public int Count => _scores.Length;

    public IReadOnlyDictionary<string, int> Vocabulary => _vocabulary;

    public static UnigramModel Read(Json json)
    {
        var pieces = new List<(string, double)>();
        foreach (var entry in json["vocab"].Items())
        {
            if (entry.Items().ToArray() is not [var piece, var score])
                throw entry.Wrong("a piece and its score");
            pieces.Add((piece.Text(), score.Double()));
        }

        var unknown = json["unk_id"].IsNull ? -1 : json["unk_id"].Number(0, pieces.Count - 1);
        return new UnigramModel(pieces, unknown, json["byte_fallback"].Bool());
    }

    public void Tokenize(ReadOnlySpan<char> piece, List<ModelToken> tokens)
    {
        var n = piece.Length;
        if (n == 0)
            return;
        var (best, from, ids) = (new double[n + 1], new int[n + 1], new int[n + 1]);
        Array.Fill(best, double.NegativeInfinity);
        best[0] = 0;
        for (var at = 0; at < n;)
        {
            AlignedText.Point(piece, at, out var width);
            var single = false;
            for (int node = 0, end = at; end < n && (node = _trie.Next(node, piece[end])) > 0;)
            {
                end++;
                if (_trie.Value(node) is >= 0 and var id)
                {
                    single |= end - at == width;
                    if (best[at] + _scores[id] > best[end])
                        (best[end], from[end], ids[end]) = (best[at] + _scores[id], at, id);
                }
            }

            if (!single && best[at] + _unknownScore > best[at + width])
                (best[at + width], from[at + width], ids[at + width]) = (best[at] + _unknownScore, at, -1);
            at += width;
        }

        var first = tokens.Count;
        for (var end = n; end > 0; end = from[end])
            tokens.Add(new ModelToken(ids[end], from[end], end));
        tokens.Reverse(first, tokens.Count - first);
        Unknown(piece, tokens, first);
    }

    /// <summary>Neighbouring unknown characters become one unknown token, or their bytes.</summary>
    private void Unknown(ReadOnlySpan<char> piece, List<ModelToken> tokens, int first)
    {
        var known = true;
        for (var i = first; i < tokens.Count && known; i++)
            known = tokens[i].Id >= 0;
        if (known)
            return;
        var all = tokens.GetRange(first, tokens.Count - first);
        tokens.RemoveRange(first, all.Count);
        Span<byte> bytes = stackalloc byte[4];
        var before = false;
        foreach (var token in all)
        {
            var unknown = token.Id < 0;
            if (!unknown)
                tokens.Add(token);
            else if (_byteFallback)
                foreach (var b in bytes[..AlignedText.RuneAt(piece, token.Start, out _).EncodeToUtf8(bytes)])
                    tokens.Add(new ModelToken(_bytes[b], token.Start, token.End));
            else if (before)
                tokens[^1] = tokens[^1] with { End = token.End };
            else if (_unknown >= 0)
                tokens.Add(new ModelToken(_unknown, token.Start, token.End));
            before = unknown && !_byteFallback && _unknown >= 0;
        }
    }
}
