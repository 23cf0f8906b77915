namespace Bellwether.Learning.Recommenders;

/// <summary>How alike two users are, from the items that both rated.</summary>
public enum RatingSimilarity
{
    /// <summary>1 / (1 + the mean squared difference of their ratings).</summary>
    SquaredDifference,

    /// <summary>The correlation of what their ratings lie above mean and biases, shrunk by (n - 1) / (n - 1 + shrinkage) for n items in common.</summary>
    PearsonBaseline,

    /// <summary>The cosine of their ratings over the items in common.</summary>
    Cosine,
}
