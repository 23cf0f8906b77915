using Bellwether.Numerics;

namespace Bellwether.Retrieval.Lexical.Queries;

/// <summary>What is looked for. Immutable; holds nothing of an index.</summary>
public abstract record LexicalQuery
{
    /// <summary>The score is multiplied by this; 1 by default.</summary>
    public double Boost { get; init => field = Require.Positive(value); } = 1;
}
