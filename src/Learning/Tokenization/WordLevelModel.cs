namespace Bellwether.Learning.Tokenization;

/// <summary>A piece is a token, or unknown.</summary>
internal sealed class WordLevelModel : ITokenModel
{
    private readonly Dictionary<string, int> _vocabulary;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly int _unknown;

    private WordLevelModel(Dictionary<string, int> vocabulary, int unknown) =>
        (_vocabulary, _lookup, _unknown, Count) = (vocabulary, vocabulary.GetAlternateLookup<ReadOnlySpan<char>>(), unknown, vocabulary.Count);

    public int Count { get; }

    public IReadOnlyDictionary<string, int> Vocabulary => _vocabulary;

    public static WordLevelModel Read(Json json)
    {
        var vocabulary = Models.Vocabulary(json["vocab"]);
        return new WordLevelModel(vocabulary, Models.Id(json["unk_token"], vocabulary));
    }

    public void Tokenize(ReadOnlySpan<char> piece, List<ModelToken> tokens)
    {
        if (!_lookup.TryGetValue(piece, out var id))
            id = _unknown;
        if (id >= 0)
            tokens.Add(new ModelToken(id, 0, piece.Length));
    }
}
