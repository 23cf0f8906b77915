namespace Bellwether.Data.Events;

/// <summary>Joins concurrent appends into groups, each made durable by one write: while one group is being written the next gathers.</summary>
/// <remarks>One thread of its own writes, so that neither a busy thread pool delays a write nor a slow disk starves the pool. A group holds
/// whole appends, in the order of their arrival. Safe for concurrent use.</remarks>
public sealed class GroupCommit : IAsyncDisposable
{
    private readonly object _gate = new();
    private readonly Queue<PendingAppend> _queue = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<IReadOnlyList<PendingAppend>> _write;
    private readonly string _name;
    private long _queuedBytes;
    private bool _closed;

    /// <summary>Starts the writing thread.</summary>
    /// <param name="name">The thread's name, and the store's name in messages.</param>
    /// <param name="write">Makes a group durable and fills its receipts, or throws: then every append of the group fails with what it threw.</param>
    public GroupCommit(string name, Action<IReadOnlyList<PendingAppend>> write)
    {
        _name = name;
        _write = write;
        new Thread(Run) { IsBackground = true, Name = name }.Start();
    }

    /// <summary>A group takes no further append when it has this many events; one append may exceed it alone.</summary>
    public int MaximumEvents { get; init => field = Numerics.Require.Positive(value); } = 8192;

    /// <summary>A group takes no further append when it has this many bytes; one append may exceed it alone.</summary>
    public int MaximumBytes { get; init => field = Numerics.Require.Positive(value); } = 8 << 20;

    /// <summary>Appends are refused while this many bytes wait.</summary>
    public long MaximumQueuedBytes { get; init; } = 512L << 20;

    /// <summary>How many appends wait to be taken into a group.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
                return _queue.Count;
        }
    }

    /// <summary>Queues an append and completes when its group is durable.</summary>
    /// <param name="taken">The events, as <see cref="EventIntake.Take"/> gave them; none at all only wakes the writer.</param>
    /// <param name="state">Handed to the writer with the append.</param>
    /// <param name="cancellationToken">Ends the waiting, not the append.</param>
    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    /// <exception cref="EventStoreUnavailableException">Too much waits already, or the group could not be made durable.</exception>
    public async ValueTask<IReadOnlyList<AppendReceipt>> AppendAsync(EventRecord[] taken, object? state = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var pending = new PendingAppend(taken, state);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (_queuedBytes > MaximumQueuedBytes)
                throw new EventStoreUnavailableException($"{_name} has {_queue.Count} appends waiting: the disk or the server is slower than the writers. Try again later.", TimeSpan.FromSeconds(1));
            _queuedBytes += pending.Bytes;
            _queue.Enqueue(pending);
            Monitor.Pulse(_gate);
        }

        return await pending.Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes no more appends, writes those that wait, and ends the thread.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }

        await _ended.Task.ConfigureAwait(false);
    }

    private void Run()
    {
        var group = new List<PendingAppend>();
        while (Gather(group))
        {
            try
            {
                _write(group);
                foreach (var append in group)
                    append.Complete();
            }
            catch (Exception cause)
            {
                foreach (var append in group)
                    append.Fail(cause);
            }
        }

        _ended.SetResult();
    }

    private bool Gather(List<PendingAppend> group)
    {
        group.Clear();
        lock (_gate)
        {
            while (_queue.Count == 0)
            {
                if (_closed)
                    return false;
                Monitor.Wait(_gate);
            }

            long events = 0, bytes = 0;
            do
            {
                var append = _queue.Dequeue();
                _queuedBytes -= append.Bytes;
                bytes += append.Bytes;
                events += append.Events.Count;
                group.Add(append);
            }
            while (_queue.Count > 0 && events + _queue.Peek().Events.Count <= MaximumEvents && bytes + _queue.Peek().Bytes <= MaximumBytes);
        }

        return true;
    }
}
