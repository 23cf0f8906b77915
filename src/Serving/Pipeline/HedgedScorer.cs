namespace Bellwether.Serving.Pipeline;

/// <summary>Scores on a thread of its own, so that a caller can stop waiting for a model that does not come back.</summary>
/// <remarks>One score at a time: while the thread is still busy with an earlier one, callers are turned away at once, so a model that
/// never returns costs one thread and nobody's time.</remarks>
internal sealed class HedgedScorer : IDisposable
{
    private readonly SchemaProjection _model;
    private readonly double[] _vector;
    private readonly object _gate = new();
    private Ticket? _ticket;
    private bool _disposed;

    public HedgedScorer(SchemaProjection model, int width, string name)
    {
        _model = model;
        _vector = new double[width];
        new Thread(Run) { IsBackground = true, Name = name }.Start();
    }

    /// <summary>The score, or what the model threw.</summary>
    /// <exception cref="TimeoutException">The model was busy, or did not answer in time.</exception>
    public double Predict(ReadOnlySpan<double> vector, TimeSpan budget)
    {
        var ticket = new Ticket();
        lock (_gate)
        {
            if (_ticket is not null || _disposed)
                throw new TimeoutException("still busy with an earlier score");
            vector.CopyTo(_vector);
            _ticket = ticket;
            Monitor.PulseAll(_gate);
            var until = Environment.TickCount64 + Math.Max(1, (long)Math.Ceiling(budget.TotalMilliseconds));
            while (!ticket.IsDone)
            {
                var left = until - Environment.TickCount64;
                if (left <= 0 || !Monitor.Wait(_gate, (int)Math.Min(left, int.MaxValue)))
                    break;
            }

            if (!ticket.IsDone)
                throw new TimeoutException("no score in time");
        }

        return ticket.Fault is null ? ticket.Score : throw ticket.Fault;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void Run()
    {
        while (true)
        {
            Ticket ticket;
            lock (_gate)
            {
                while (_ticket is null && !_disposed)
                    Monitor.Wait(_gate);
                if (_disposed)
                    return;
                ticket = _ticket!;
            }

            try
            {
                ticket.Score = _model.Predict(_vector);
            }
            catch (Exception e)
            {
                ticket.Fault = e;
            }

            lock (_gate)
            {
                ticket.IsDone = true;
                _ticket = null;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private sealed class Ticket
    {
        public double Score = double.NaN;
        public Exception? Fault;
        public bool IsDone;
    }
}
