namespace Bellwether.Numerics.Parallelism;

/// <summary>Runs independent pieces of work on the threads allowed. Which thread takes which piece must not matter: a piece writes only what is its own.</summary>
public static class Fork
{
    /// <summary>Runs each of <paramref name="pieces"/> pieces once; on the caller's thread where one thread or one piece is all there is.</summary>
    /// <param name="pieces">How many pieces there are; 0 for none.</param>
    /// <param name="threads">At most this many threads, 1 or more.</param>
    /// <param name="piece">Gets the number of its piece.</param>
    /// <param name="cancellationToken">Checked before each piece.</param>
    /// <exception cref="OperationCanceledException">The token asked to stop.</exception>
    public static void Run(int pieces, int threads, Action<int> piece, CancellationToken cancellationToken = default)
    {
        if (threads > 1 && pieces > 1)
        {
            Parallel.For(0, pieces, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken }, piece);
            return;
        }

        for (var i = 0; i < pieces; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            piece(i);
        }
    }

    /// <summary>Shares out a range in blocks of equal size: each piece gets its first item and the item after its last.</summary>
    /// <exception cref="OperationCanceledException">The token asked to stop.</exception>
    public static void Blocks(int count, int size, int threads, Action<int, int> piece, CancellationToken cancellationToken = default) =>
        Run((count + size - 1) / size, threads, b => piece(b * size, Math.Min(count, (b + 1) * size)), cancellationToken);
}
