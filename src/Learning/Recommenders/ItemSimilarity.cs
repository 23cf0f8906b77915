namespace Bellwether.Learning.Recommenders;

/// <summary>How alike two items are, from who touched them.</summary>
public enum ItemSimilarity
{
    /// <summary>The cosine between their columns of values.</summary>
    Cosine,

    /// <summary>Users of both over users of either; values are not looked at.</summary>
    Jaccard,

    /// <summary>Users of both; values are not looked at.</summary>
    Cooccurrence,

    /// <summary>Users of both over the product of the users of each; values are not looked at.</summary>
    Lift,
}
