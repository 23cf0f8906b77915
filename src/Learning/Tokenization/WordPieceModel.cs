namespace Bellwether.Learning.Tokenization;

/// <summary>The longest token that a word begins with, then the longest that the rest begins with (BERT; Devlin et al. 2019). One part unknown makes the word unknown.</summary>
internal sealed class WordPieceModel : ITokenModel
{
    private readonly Dictionary<string, int> _vocabulary;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly string _prefix;
    private readonly int _unknown, _longestWord, _longestToken;

    private WordPieceModel(Dictionary<string, int> vocabulary, string prefix, int unknown, int longestWord)
    {
        (_vocabulary, _lookup, _prefix, _unknown, _longestWord) = (vocabulary, vocabulary.GetAlternateLookup<ReadOnlySpan<char>>(), prefix, unknown, longestWord);
        _longestToken = vocabulary.Count == 0 ? 0 : vocabulary.Keys.Max(token => token.Length);
    }

    public int Count => _vocabulary.Count;

    public IReadOnlyDictionary<string, int> Vocabulary => _vocabulary;

    public static WordPieceModel Read(Json json)
    {
        var vocabulary = Models.Vocabulary(json["vocab"]);
        var unknown = json["unk_token"].TextOrNull() ?? "[UNK]";
        if (!vocabulary.TryGetValue(unknown, out var id))
            throw json["unk_token"].Wrong("a token of the vocabulary");
        return new WordPieceModel(vocabulary, json["continuing_subword_prefix"].TextOrNull() ?? "##", id, json["max_input_chars_per_word"].Number(1, 1 << 20, 100));
    }

    public void Tokenize(ReadOnlySpan<char> piece, List<ModelToken> tokens)
    {
        var (first, characters) = (tokens.Count, 0);
        foreach (var c in piece)
            characters += char.IsLowSurrogate(c) ? 0 : 1;
        var room = _prefix.Length + Math.Min(piece.Length, _longestToken);
        Span<char> buffer = room <= 512 ? stackalloc char[512] : new char[room];
        for (var at = 0; at < piece.Length && characters <= _longestWord;)
        {
            var prefix = at == 0 ? 0 : _prefix.Length;
            var most = Math.Min(piece.Length - at, _longestToken - prefix);
            if (most > 0)
            {
                _prefix.AsSpan(0, prefix).CopyTo(buffer);
                piece.Slice(at, most).CopyTo(buffer[prefix..]);
            }

            var id = -1;
            while (most > 0 && !_lookup.TryGetValue(buffer[..(prefix + most)], out id))
            {
                most--;
                id = -1;
            }

            if (id < 0)
            {
                characters = int.MaxValue;
                break;
            }

            tokens.Add(new ModelToken(id, at, at + most));
            at += most;
        }

        if (characters <= _longestWord)
            return;
        tokens.RemoveRange(first, tokens.Count - first);
        tokens.Add(new ModelToken(_unknown, 0, piece.Length));
    }
}
