using Bellwether.Data.Models;
using Bellwether.Numerics;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Text;

/// <summary>Latent semantic analysis (Deerwester et al., "Indexing by Latent Semantic Analysis", 1990): the leading singular vectors of the rows of a vectorizer turn a text into a few dense
/// numbers, in which texts about the same thing are near even when they share no word.</summary>
/// <remarks>By randomized projection (<see cref="RandomizedSvd"/>); the same bytes at any number of threads. Memory 4·terms·(dimension) bytes.</remarks>
/// <param name="Vectorizer">What turns texts into rows; tf-idf is usual.</param>
/// <param name="Dimension">How many singular vectors are kept; 100 to 300 is usual.</param>
public sealed record LatentSemantics(IVectorizer Vectorizer, int Dimension)
{
    /// <summary>A short name for tables and logs.</summary>
    public string Name { get; init; } = "latent semantics";

    /// <summary>How many singular vectors are kept.</summary>
    public int Dimension { get; init => field = Require.InRange(value, 1, 4_096); } = Require.InRange(Dimension, 1, 4_096);

    /// <summary>Power iterations: more for singular values that fall slowly.</summary>
    public int Iterations { get; init => field = Require.NotNegative(value); } = 5;

    /// <summary>Makes every text's vector of length 1, so that products are cosines.</summary>
    public bool Normalize { get; init; } = true;

    /// <summary>Learns from texts.</summary>
    /// <exception cref="TrainingException">There must be as many texts and as many terms as dimensions, and are not.</exception>
    /// <exception cref="OperationCanceledException">The context's token asked to stop.</exception>
    public LatentSemanticModel Fit(IReadOnlyList<string> texts, FitContext context)
    {
        var vectorizer = Vectorizer.Fit(texts, context);
        var rows = vectorizer.Transform(texts, context.Threads, context.CancellationToken);
        if (Dimension > Math.Min(rows.Rows, rows.Width))
            throw new TrainingException($"{Name} must have at least as many texts and terms as dimensions, {Dimension}, but has {rows.Rows} texts and {rows.Width} terms. Lower Dimension.");
        var svd = RandomizedSvd.Decompose(rows, Dimension, context.Seed, iterations: Iterations, threads: context.Threads, cancellationToken: context.CancellationToken);
        return new LatentSemanticModel(vectorizer, Dimension, Normalize, svd.Values.ToArray(), svd.Right.ToArray());
    }
}
