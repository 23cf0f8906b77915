namespace Bellwether.Storage.DuckDb.Interop;

/// <summary>Interrupts one native call until it has returned.</summary>
/// <remarks>DuckDB forgets an interrupt that arrives before the query has started, so one is not enough: from the moment of the request
/// it is repeated every millisecond until <see cref="Dispose"/>. None is sent after that, so the next query is never hit.</remarks>
internal sealed class Interruption : IDisposable
{
    private readonly ConnectionHandle _connection;
    private readonly Lock _gate = new();
    private readonly CancellationTokenRegistration _registration;
    private Timer? _timer;
    private bool _ended;

    public Interruption(ConnectionHandle connection, TimeSpan timeout, CancellationToken cancellationToken)
    {
        _connection = connection;
        if (timeout > TimeSpan.Zero)
            _timer = new Timer(static it => ((Interruption)it!).Interrupt(timeout: true), this, timeout, TimeSpan.FromMilliseconds(1));
        if (cancellationToken.CanBeCanceled)
            _registration = cancellationToken.UnsafeRegister(static it => ((Interruption)it!).Request(), this);
    }

    public bool TimedOut { get; private set; }

    /// <summary>Begins to interrupt. May be called from any thread and more than once.</summary>
    public void Request()
    {
        lock (_gate)
        {
            if (_ended)
                return;
            _timer?.Dispose();
            _timer = new Timer(static it => ((Interruption)it!).Interrupt(timeout: false), this, TimeSpan.Zero, TimeSpan.FromMilliseconds(1));
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _ended = true;
            _timer?.Dispose();
        }

        _registration.Dispose();
    }

    private void Interrupt(bool timeout)
    {
        lock (_gate)
        {
            if (_ended)
                return;
            TimedOut |= timeout;
            try
            {
                NativeMethods.duckdb_interrupt(_connection);
            }
            catch (ObjectDisposedException)
            {
                // The instance was given up meanwhile: there is nothing left to interrupt.
            }
        }
    }
}
