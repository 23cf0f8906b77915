using System.Runtime.ExceptionServices;

namespace Bellwether.Learning.TreeGrowth;

/// <summary>Threads that stand by during one fit and share out numbered pieces of work; which thread takes which piece never matters.</summary>
/// <remarks>A tree has hundreds of short parallel steps, for which waking threads of the pool costs more than the work. The crew's threads look
/// for the next step for a few microseconds before they sleep. One caller at a time.</remarks>
internal sealed class Crew : IDisposable
{
    /// <summary>Rows per piece where rows are shared out.</summary>
    public const int Block = 16_384;

    private const int Looks = 200;
    private readonly Thread[] _threads;
    private readonly object _bell = new();
    private readonly CancellationToken _cancellation;
    private Step _step = new(static _ => { }, 0);
    private bool _over;

    /// <summary>Starts all threads but the caller's own.</summary>
    public Crew(int threads, CancellationToken cancellation)
    {
        (_threads, _cancellation) = (new Thread[threads - 1], cancellation);
        for (var i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new Thread(StandBy) { IsBackground = true, Name = "tree growth" };
            _threads[i].Start();
        }
    }

    /// <summary>How many threads there are, the caller's included.</summary>
    public int Threads => _threads.Length + 1;

    /// <summary>Runs each piece once, and returns when all are done.</summary>
    /// <exception cref="OperationCanceledException">The token asked to stop.</exception>
    public void Run(int pieces, Action<int> piece)
    {
        _cancellation.ThrowIfCancellationRequested();
        if (_threads.Length == 0 || pieces < 2)
        {
            for (var i = 0; i < pieces; i++)
                piece(i);
            return;
        }

        var step = new Step(piece, pieces);
        Volatile.Write(ref _step, step);
        lock (_bell)
            Monitor.PulseAll(_bell);
        step.Take();

        // only pieces that another thread has begun are waited for, never a thread that has not woken yet
        var wait = default(SpinWait);
        while (!step.Done)
            wait.SpinOnce(sleep1Threshold: -1);
        step.Fault?.Throw();
    }

    /// <summary>Runs pieces of a range: each gets its number, its first item and the item after its last.</summary>
    public void Blocks(int count, Action<int, int, int> piece, int block = Block) =>
        Run((int)(((long)count + block - 1) / block), b => piece(b, b * block, (int)Math.Min(count, (b + 1L) * block)));

    /// <inheritdoc/>
    public void Dispose()
    {
        Volatile.Write(ref _over, true);
        Volatile.Write(ref _step, new Step(static _ => { }, 0));
        lock (_bell)
            Monitor.PulseAll(_bell);
        foreach (var thread in _threads)
            thread.Join();
    }

    private void StandBy()
    {
        for (var seen = Volatile.Read(ref _step); ;)
        {
            var wait = default(SpinWait);
            for (var look = 0; look < Looks && Volatile.Read(ref _step) == seen; look++)
                wait.SpinOnce(sleep1Threshold: -1);
            lock (_bell)
                while (Volatile.Read(ref _step) == seen)
                    Monitor.Wait(_bell);
            seen = Volatile.Read(ref _step);
            if (Volatile.Read(ref _over))
                return;
            seen.Take();
        }
    }

    private sealed class Step(Action<int> piece, int pieces)
    {
        private int _next, _done;
        private ExceptionDispatchInfo? _fault;

        public ExceptionDispatchInfo? Fault => _fault;

        public bool Done => Volatile.Read(ref _done) >= pieces;

        public void Take()
        {
            for (var i = Interlocked.Increment(ref _next) - 1; i < pieces; i = Interlocked.Increment(ref _next) - 1)
            {
                try
                {
                    piece(i);
                }
                catch (Exception error)
                {
                    Interlocked.CompareExchange(ref _fault, ExceptionDispatchInfo.Capture(error), null);
                }

                Interlocked.Increment(ref _done);
            }
        }
    }
}
