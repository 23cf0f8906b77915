using System.Runtime.ExceptionServices;
using Bellwether.Data.Models;

namespace Bellwether.Learning.Rows;

/// <summary>Runs independent fits side by side on the threads of a context. What comes out never depends on how many there are.</summary>
internal static class ParallelFits
{
    /// <summary>Runs each piece once, with a share of the threads, and tells the context how many are done.</summary>
    /// <remarks>Of several pieces that fail, the error of the one with the lowest number is thrown, as if they had run in turn.</remarks>
    public static void Run(int count, FitContext context, Action<int, FitContext> piece)
    {
        var side = Math.Clamp(Math.Min(context.Threads, count), 1, int.MaxValue);
        var inner = context with { Threads = Math.Max(1, context.Threads / side), Progress = null };
        var (errors, done) = (new Exception?[count], 0);
        var options = new ParallelOptions { MaxDegreeOfParallelism = side, CancellationToken = context.CancellationToken };
        Parallel.For(0, count, options, (i, state) =>
        {
            if (state.ShouldExitCurrentIteration)
                return;
            try
            {
                piece(i, inner);
                context.Progress?.Report((double)Interlocked.Increment(ref done) / count);
            }
#pragma warning disable CA1031 // whatever it is, it is thrown again below, from the thread that asked
            catch (Exception error)
#pragma warning restore CA1031
            {
                errors[i] = error;
                state.Break();
            }
        });
        if (Array.Find(errors, e => e is not null) is { } first)
            ExceptionDispatchInfo.Throw(first);
    }
}
