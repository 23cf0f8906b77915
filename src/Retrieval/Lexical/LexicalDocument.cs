using Bellwether.Numerics;

namespace Bellwether.Retrieval.Lexical;

/// <summary>A document to index.</summary>
/// <param name="Key">What it is called; a later document of the same key takes its place.</param>
/// <param name="Texts">Its texts by field. A field may come several times: its texts then follow each other, with a gap that no phrase spans. Fields not named are empty.</param>
public sealed record LexicalDocument(string Key, IReadOnlyList<KeyValuePair<string, string>> Texts)
{
    /// <summary>How far apart the positions of two texts of the same field are.</summary>
    public const int PositionGap = 100;

    /// <summary>What it is called.</summary>
    public string Key { get; init; } = Require.NotBlank(Key);
}
