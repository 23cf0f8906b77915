namespace Bellwether.Learning.Factorization;

/// <summary>How the factors of somebody are found from his history, with item factors fixed.</summary>
internal enum FoldKind
{
    /// <summary>The weighted least-squares solution for presence: seen items towards 1, all others towards 0.</summary>
    Implicit,

    /// <summary>The ridge regression of ratings, less mean and biases, on item factors, together with the user's bias.</summary>
    Rating,

    /// <summary>The sum of value times item factors.</summary>
    Projection,
}
