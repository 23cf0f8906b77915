namespace Bellwether.Learning.Tokenization;

/// <summary>Reads the <c>model</c> of a <c>tokenizer.json</c>.</summary>
internal static class Models
{
    public static ITokenModel Read(Json json) => Kind(json) switch
    {
        "BPE" => BytePairModel.Read(json),
        "WordPiece" => WordPieceModel.Read(json),
        "Unigram" => UnigramModel.Read(json),
        "WordLevel" => WordLevelModel.Read(json),
        _ => throw json["type"].Wrong("BPE, WordPiece, Unigram or WordLevel"),
    };

    /// <summary>A vocabulary: token to number, numbers from 0 and distinct.</summary>
    public static Dictionary<string, int> Vocabulary(Json json)
    {
        var (vocabulary, numbers) = (new Dictionary<string, int>(StringComparer.Ordinal), new HashSet<int>());
        foreach (var (token, number) in json.Members())
            if (!vocabulary.TryAdd(token, number.Number(0, 1 << 28)) || !numbers.Add(vocabulary[token]))
                throw number.Wrong("a token that comes once with a number that comes once");
        return vocabulary;
    }

    /// <summary>The number of a token that must be in the vocabulary, or -1 for null.</summary>
    public static int Id(Json json, Dictionary<string, int> vocabulary) =>
        json.TextOrNull() is not { } token ? -1 : vocabulary.TryGetValue(token, out var id) ? id : -1;

    /// <summary>Files from before types were written: a model with merges is BPE, one with pieces as a list is Unigram, else WordPiece or WordLevel.</summary>
    private static string Kind(Json json) => json["type"].TextOrNull()
        ?? (!json["merges"].IsNull ? "BPE" : json["vocab"].IsList ? "Unigram" : !json["continuing_subword_prefix"].IsNull ? "WordPiece" : "WordLevel");
}
