using System.Globalization;

namespace Bellwether.Learning.Tokenization;

/// <summary>Byte-pair encoding (Sennrich, Haddow and Birch, "Neural Machine Translation of Rare Words with Subword Units", 2016): neighbours are merged, the pair learned first
/// before all others, until no pair is known.</summary>
/// <remarks>O(m²) for short words, O(m·log m) with a queue for long ones, with a small cache of whole words that never changes what comes out.</remarks>
internal sealed class BytePairModel : ITokenModel
{
    private const int QueueFrom = 48, CacheSize = 1 << 14, LongestCached = 64;

    private readonly Dictionary<string, int> _vocabulary;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly Dictionary<long, (int Rank, int Id)> _merges;
    private readonly CachedWord?[] _cache = new CachedWord?[CacheSize];
    private readonly int[] _bytes = new int[256];
    private readonly int _unknown;
    private readonly bool _byteFallback, _fuseUnknown, _ignoreMerges;
    private readonly string _prefix, _suffix;

    private BytePairModel(Json json, Dictionary<string, int> vocabulary, Dictionary<long, (int, int)> merges)
    {
        (_vocabulary, _lookup, _merges) = (vocabulary, vocabulary.GetAlternateLookup<ReadOnlySpan<char>>(), merges);
        _unknown = Models.Id(json["unk_token"], vocabulary);
        (_byteFallback, _fuseUnknown, _ignoreMerges) = (json["byte_fallback"].Bool(), json["fuse_unk"].Bool(), json["ignore_merges"].Bool());
        (_prefix, _suffix) = (json["continuing_subword_prefix"].TextOrNull() ?? "", json["end_of_word_suffix"].TextOrNull() ?? "");
        for (var b = 0; b < 256; b++)
            _bytes[b] = vocabulary.GetValueOrDefault(string.Create(CultureInfo.InvariantCulture, $"<0x{b:X2}>"), -1);
    }

    public int Count => _vocabulary.Count;

    public IReadOnlyDictionary<string, int> Vocabulary => _vocabulary;

    public static BytePairModel Read(Json json)
    {
        if (!json["dropout"].IsNull && json["dropout"].Double() > 0)
            throw json["dropout"].Wrong("null or 0 for tokens that are always the same");
        var (vocabulary, merges) = (Models.Vocabulary(json["vocab"]), new Dictionary<long, (int, int)>());
        var prefix = json["continuing_subword_prefix"].TextOrNull() ?? "";
        foreach (var merge in json["merges"].Items())
        {
            var (left, right) = Pair(merge);
            var joined = left + (prefix.Length > 0 && right.StartsWith(prefix, StringComparison.Ordinal) ? right[prefix.Length..] : right);
            if (!vocabulary.TryGetValue(left, out var a) || !vocabulary.TryGetValue(right, out var b) || !vocabulary.TryGetValue(joined, out var id))
                throw merge.Wrong("two tokens of the vocabulary whose joining is one too");
            merges.TryAdd(Key(a, b), (merges.Count, id));
        }

        return new BytePairModel(json, vocabulary, merges);
    }

    public void Tokenize(ReadOnlySpan<char> piece, List<ModelToken> tokens)
    {
        if (piece.Length == 0)
            return;
        if (piece.Length > LongestCached)
        {
            Encode(piece, tokens);
            return;
        }

        ref var slot = ref _cache[string.GetHashCode(piece) & (CacheSize - 1)];
        if (Volatile.Read(ref slot) is { } known && piece.SequenceEqual(known.Word))
        {
            tokens.AddRange(known.Tokens);
            return;
        }

        var first = tokens.Count;
        Encode(piece, tokens);
        Volatile.Write(ref slot, new CachedWord(piece.ToString(), [.. tokens.Skip(first)]));
    }

    private static (string Left, string Right) Pair(Json merge)
    {
        if (merge.IsList)
            return merge.Items().Select(i => i.Text()).ToArray() is [var left, var right] ? (left, right) : throw merge.Wrong("two tokens");
        var text = merge.Text();
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && space < text.Length - 1 && text.IndexOf(' ', space + 1) < 0 ? (text[..space], text[(space + 1)..]) : throw merge.Wrong("two tokens with one space between them");
    }

    private static long Key(int a, int b) => ((long)a << 32) | (uint)b;

    private void Encode(ReadOnlySpan<char> piece, List<ModelToken> tokens)
    {
        if (_ignoreMerges && _lookup.TryGetValue(piece, out var whole))
        {
            tokens.Add(new ModelToken(whole, 0, piece.Length));
            return;
        }

        var first = tokens.Count;
        Symbols(piece, tokens);
        var symbols = tokens.Count - first;
        if (symbols < 2)
            return;
        if (symbols >= QueueFrom)
        {
            var merged = BytePairQueue.Merge(tokens.GetRange(first, symbols), _merges);
            tokens.RemoveRange(first, symbols);
            tokens.AddRange(merged);
            return;
        }

        while (true)
        {
            var (best, rank, id) = (-1, int.MaxValue, 0);
            for (var i = first; i + 1 < tokens.Count; i++)
                if (_merges.TryGetValue(Key(tokens[i].Id, tokens[i + 1].Id), out var merge) && merge.Rank < rank)
                    (best, rank, id) = (i, merge.Rank, merge.Id);
            if (best < 0)
                return;
            tokens[best] = new ModelToken(id, tokens[best].Start, tokens[best + 1].End);
            tokens.RemoveAt(best + 1);
        }
    }

    /// <summary>The characters as tokens; one that is not known becomes its bytes, or the unknown token, or nothing.</summary>
    private void Symbols(ReadOnlySpan<char> piece, List<ModelToken> tokens)
    {
        Span<char> name = stackalloc char[64];
        Span<byte> bytes = stackalloc byte[4];
        var unknownBefore = false;
        for (var at = 0; at < piece.Length;)
        {
            var rune = AlignedText.RuneAt(piece, at, out var width);
            scoped var symbol = piece.Slice(at, width);
            if (_prefix.Length + _suffix.Length > 0)
                symbol = Framed(symbol, at > 0 ? _prefix : "", at + width == piece.Length ? _suffix : "", name);
            var (start, end) = (at, at += width);
            if (_lookup.TryGetValue(symbol, out var id))
            {
                tokens.Add(new ModelToken(id, start, end));
                unknownBefore = false;
                continue;
            }

            var utf8 = bytes[..rune.EncodeToUtf8(bytes)];
            var fallback = _byteFallback;
            foreach (var b in utf8)
                fallback &= _bytes[b] >= 0;
            if (fallback)
            {
                foreach (var b in utf8)
                    tokens.Add(new ModelToken(_bytes[b], start, end));
                unknownBefore = false;
            }
            else if (_unknown >= 0 && _fuseUnknown && unknownBefore)
            {
                tokens[^1] = tokens[^1] with { End = end };
            }
            else if (_unknown >= 0)
            {
                tokens.Add(new ModelToken(_unknown, start, end));
                unknownBefore = true;
            }
        }
    }

    private static ReadOnlySpan<char> Framed(ReadOnlySpan<char> symbol, string prefix, string suffix, Span<char> buffer)
    {
        var length = prefix.Length + symbol.Length + suffix.Length;
        if (length > buffer.Length)
            return string.Concat(prefix, symbol, suffix);
        prefix.CopyTo(buffer);
        symbol.CopyTo(buffer[prefix.Length..]);
        suffix.CopyTo(buffer[(prefix.Length + symbol.Length)..]);
        return buffer[..length];
    }

    private sealed record CachedWord(string Word, ModelToken[] Tokens);
}
