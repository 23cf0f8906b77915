using Bellwether.Numerics;

namespace Bellwether.Retrieval.Lexical;

/// <summary>A field of the documents, e.g. <c>title</c>.</summary>
/// <param name="Name">Its name.</param>
public sealed record LexicalField(string Name)
{
    /// <summary>Its name.</summary>
    public string Name { get; init; } = Require.NotBlank(Name);

    /// <summary>How much a word here counts beside a word of another field: BM25F's w_f. 1 by default.</summary>
    public double Weight { get; init => field = Require.Positive(value); } = 1;

    /// <summary>How strongly long texts are discounted, between 0 (not at all) and 1: BM25's b. 0.75 by default.</summary>
    public double LengthNormalization { get; init => field = Require.InRange(value, 0.0, 1.0); } = 0.75;
}
