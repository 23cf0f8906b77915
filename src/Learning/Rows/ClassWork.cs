using System.Runtime.ExceptionServices;
using Bellwether.Data.Models;

namespace Bellwether.Learning.Rows;

/// <summary>Runs independent fits on the threads allowed; an error of one comes out as itself.</summary>
internal static class ClassWork
{
    /// <summary>Runs each piece once.</summary>
    /// <exception cref="OperationCanceledException">The token asked to stop.</exception>
    public static void Run(int count, FitContext context, Action<int> piece)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.CancellationToken }, piece);
        }
        catch (AggregateException error)
        {
            ExceptionDispatchInfo.Throw(error.Flatten().InnerExceptions[0]);
        }
    }
}
