using System.Runtime.ExceptionServices;
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
        /// <param name="cancellationToken">Checked once per query, or per 16 of them where all vectors are measured.</param>
        /// <exception cref="ArgumentException">A query is none.</exception>
        /// <exception cref="OperationCanceledException">The token asked to stop.</exception>
        public Neighbor[][] SearchAll(Vectors queries, int k, int threads = 1, SearchOptions options = default, CancellationToken cancellationToken = default)
        {
            var (answers, block) = (new Neighbor[queries.Count][], index is ExactIndex ? QueriesPerBlock : 1);
            Require.Positive(k);
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = Require.Positive(threads), CancellationToken = cancellationToken };
            void Search(int from)
            {
                var count = Math.Min(block, queries.Count - from);
                if (index is ExactIndex exact)
                    exact.SearchBlock(queries.Slice(from, count), k, options.Filter, answers.AsSpan(from, count));
                else
                    answers[from] = index.Search(queries[from], k, options);
            }

            try
            {
                Parallel.For(0, (queries.Count + block - 1) / block, parallel, i => Search(i * block));
            }
            catch (AggregateException error) when (error.InnerExceptions.All(e => e is ArgumentException))
            {
                ExceptionDispatchInfo.Throw(error.InnerExceptions[0]);
            }

            return answers;
        }
    }

    /// <summary>So many queries of some hundred numbers stay in the second cache beside the vectors that stream by.</summary>
    private const int QueriesPerBlock = 16;
}
