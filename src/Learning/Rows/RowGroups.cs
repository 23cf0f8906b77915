using Bellwether.Data.Models;

namespace Bellwether.Learning.Rows;

/// <summary>Shares rows out over threads in groups whose borders depend on the data alone: sums per group, added in order, are the same bits at any
/// number of threads.</summary>
internal static class RowGroups
{
    private const int Most = 8, LeastRows = 4096, LeastWork = 65_536;

    /// <summary>How many groups, when every group needs an accumulator of its own.</summary>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="work">How many numbers all rows hold.</param>
    /// <param name="accumulator">How many numbers an accumulator holds: clearing and adding them should cost little beside the rows.</param>
    public static int Count(int rows, long work, long accumulator) =>
        (int)Math.Clamp(Math.Min(rows / LeastRows, Math.Min(work / LeastWork, work / Math.Max(1, 16 * accumulator))), 1, Most);

    /// <summary>Runs each group once with its number, first row and the row after its last.</summary>
    /// <exception cref="OperationCanceledException">The token asked to stop.</exception>
    public static void Run(int rows, int groups, FitContext context, Action<int, int, int> group)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        if (groups == 1 || context.Threads == 1)
        {
            for (var g = 0; g < groups; g++)
                group(g, Border(g), Border(g + 1));
            return;
        }

        Parallel.For(0, groups, new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.CancellationToken },
            g => group(g, Border(g), Border(g + 1)));

        int Border(int g) => (int)((long)rows * g / groups);
    }
}
