using System.Runtime.ExceptionServices;

namespace Bellwether.Learning.Embeddings;

/// <summary>Threads that take the same steps together: each runs one job and waits for the others at every step.</summary>
internal sealed class Crew(int threads)
{
    private int _arrived;
    private int _step;
    private ExceptionDispatchInfo? _failure;

    /// <summary>How many threads there are.</summary>
    public int Threads { get; } = threads;

    /// <summary>Runs the job once for each number from 0 to <see cref="Threads"/> - 1, number 0 on the caller's thread. A failure of one ends all and is thrown.</summary>
    public void Run(Action<int> job)
    {
        var others = new Thread[Threads - 1];
        for (var i = 0; i < others.Length; i++)
        {
            var number = i + 1;
            others[i] = new Thread(() => Guarded(job, number)) { IsBackground = true };
            others[i].Start();
        }

        Guarded(job, 0);
        foreach (var thread in others)
            thread.Join();
        _failure?.Throw();
    }

    /// <summary>Waits until all threads are here.</summary>
    /// <exception cref="OperationCanceledException">Another thread has failed.</exception>
    public void Meet()
    {
        if (Threads == 1)
            return;
        var step = Volatile.Read(ref _step);
        if (Interlocked.Increment(ref _arrived) == Threads)
        {
            _arrived = 0;
            Volatile.Write(ref _step, step + 1);
            return;
        }

        var spin = default(SpinWait);
        while (Volatile.Read(ref _step) == step)
        {
            if (Volatile.Read(ref _failure) is not null)
                throw new OperationCanceledException("Another thread of the crew has failed.");
            spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    private void Guarded(Action<int> job, int number)
    {
        try
        {
            job(number);
        }
        catch (Exception error)
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(error), null);
        }
    }
}
