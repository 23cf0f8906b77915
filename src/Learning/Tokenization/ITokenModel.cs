namespace Bellwether.Learning.Tokenization;

/// <summary>Turns a piece into tokens of a vocabulary. Safe to share between threads.</summary>
internal interface ITokenModel
{
    /// <summary>How many tokens there are; numbers run from 0, perhaps with holes.</summary>
    int Count { get; }

    /// <summary>The tokens with their numbers.</summary>
    IReadOnlyDictionary<string, int> Vocabulary { get; }

    /// <summary>Appends the tokens of a piece, with the places that they cover in it.</summary>
    void Tokenize(ReadOnlySpan<char> piece, List<ModelToken> tokens);
}
