using System.Text;

namespace Bellwether.Learning.Tokenization;

/// <summary>Tokens that are found in a text before anything else: the leftmost, and of those the longest.</summary>
internal sealed class AddedTokens
{
    private readonly Dictionary<int, AddedToken> _byId = [];
    private readonly CharTrie _raw = new(), _normalized = new();
    private readonly List<AddedToken> _all = [];
    private readonly bool _anyRaw, _anyNormalized;

    public AddedTokens(Json json, INormalizer? normalizer)
    {
        if (json.IsNull)
            return;
        foreach (var entry in json.Items())
        {
            var special = entry["special"].Bool();
            var token = new AddedToken(entry["id"].Number(0, 1 << 28), entry["content"].Text(), entry["single_word"].Bool(), entry["lstrip"].Bool(), entry["rstrip"].Bool(),
                entry["normalized"].Bool(!special), special);
            if (token.Content.Length == 0 || !_byId.TryAdd(token.Id, token))
                throw entry.Wrong("a token that is not empty, with a number that comes once");
            var content = token.Normalized && normalizer is not null ? normalizer.Apply(AlignedText.Of(token.Content, 0)).Span : token.Content;
            (token.Normalized ? _normalized : _raw).Add(content, _all.Count);
            _anyRaw |= !token.Normalized;
            _anyNormalized |= token.Normalized;
            _all.Add(token);
        }
    }

    public IReadOnlyList<AddedToken> All => _all;

    public AddedToken? ById(int id) => _byId.GetValueOrDefault(id);

    /// <summary>The tokens found in a text, from left to right, with the stretch that each takes up.</summary>
    public List<(AddedToken Token, int Start, int End)> Find(ReadOnlySpan<char> text, bool normalized)
    {
        var found = new List<(AddedToken, int, int)>();
        if (!(normalized ? _anyNormalized : _anyRaw))
            return found;
        var (trie, from) = (normalized ? _normalized : _raw, 0);
        for (var at = 0; at < text.Length;)
        {
            var (value, length) = Longest(trie, text, at);
            if (value < 0 || (_all[value].SingleWord && !Alone(text, at, at + length)))
            {
                at++;
                continue;
            }

            var (token, start, end) = (_all[value], at, at + length);
            while (token.StripLeft && start > from && char.IsWhiteSpace(text[start - 1]))
                start--;
            while (token.StripRight && end < text.Length && char.IsWhiteSpace(text[end]))
                end++;
            found.Add((token, start, end));
            from = at = end;
        }

        return found;
    }

    private static (int Value, int Length) Longest(CharTrie trie, ReadOnlySpan<char> text, int at)
    {
        var (best, length) = (-1, 0);
        for (int node = 0, end = at; end < text.Length && (node = trie.Next(node, text[end])) > 0;)
        {
            end++;
            if (trie.Value(node) is >= 0 and var value)
                (best, length) = (value, end - at);
        }

        return (best, length);
    }

    private static bool Alone(ReadOnlySpan<char> text, int start, int end)
    {
        Rune.DecodeLastFromUtf16(text[..start], out var before, out _);
        Rune.DecodeFromUtf16(text[end..], out var after, out _);
        return (start == 0 || !IsWord(before)) && (end == text.Length || !IsWord(after));
    }

    private static bool IsWord(Rune rune) => rune.Value == '_' || Rune.IsLetterOrDigit(rune);
}
