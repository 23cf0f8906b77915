namespace Bellwether.Learning.Trees;

/// <summary>Runs independent pieces on the threads allowed; which thread takes which piece never matters.</summary>
internal static class Work
{
    /// <summary>Rows per piece where rows are shared out.</summary>
    public const int Block = 16_384;

    /// <summary>Runs each piece once.</summary>
    /// <exception cref="OperationCanceledException">The token asked to stop.</exception>
    public static void Run(int from, int to, ParallelOptions parallel, Action<int> piece)
    {
        if (parallel.MaxDegreeOfParallelism > 1 && to - from > 1)
        {
            Parallel.For(from, to, parallel, piece);
            return;
        }

        for (var i = from; i < to; i++)
        {
            parallel.CancellationToken.ThrowIfCancellationRequested();
            piece(i);
        }
    }

    /// <summary>Shares out a range in blocks: each gets its number, its first item and the item after its last.</summary>
    public static void Blocks(int count, ParallelOptions parallel, Action<int, int, int> piece) =>
        Run(0, (count + Block - 1) / Block, parallel, b => piece(b, b * Block, Math.Min(count, (b + 1) * Block)));
}
