using Bellwether.Numerics;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Retrieval.VectorSearch;

/// <summary>Conveniences for indexes.</summary>
public static class VectorIndexExtensions
{
    extension(IVectorIndex index)
    {
        /// <summary>The k vectors nearest to a query (d), nearest first.</summary>
        public Neighbor[] Search(ReadOnlySpan<float> query, int k, SearchOptions options = default)
        {
            var nearest = new Neighbor[Math.Min(Require.Positive(k), index.Count)];
            var found = index.Search(query, nearest.AsSpan(), options);
            return found == nearest.Length ? nearest : nearest[..found];
        }

        /// <summary>The k vectors nearest to each of many queries (n, d), query after query; the same answers as one by one.</summary>
        /// <param name="queries">The queries.</param>
        /// <param name="k">How many to find for each.</param>
        /// <param name="threads">How many threads may work.</param>
        /// <param name="options">Effort and filter.</param>
        /// <param name="cancellationToken">Checked once per query.</param>
        public Neighbor[][] SearchAll(Vectors queries, int k, int threads = 1, SearchOptions options = default, CancellationToken cancellationToken = default)
        {
            var answers = new Neighbor[queries.Count][];
            Parallel.For(0, queries.Count, new ParallelOptions { MaxDegreeOfParallelism = Require.Positive(threads), CancellationToken = cancellationToken },
                i => answers[i] = index.Search(queries[i], k, options));
            return answers;
        }
    }
}
