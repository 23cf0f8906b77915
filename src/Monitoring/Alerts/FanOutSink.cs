namespace Bellwether.Monitoring.Alerts;

/// <summary>Sends to several sinks in order; one that fails does not keep the others from getting it.</summary>
/// <param name="sinks">Where to send.</param>
/// <param name="onFailure">Told of every failure; may be null.</param>
public sealed class FanOutSink(IReadOnlyList<IAlertSink> sinks, Action<IAlertSink, Exception>? onFailure = null) : IAlertSink
{
    /// <inheritdoc/>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async ValueTask SendAsync(AlertTransition transition, CancellationToken cancellationToken = default)
    {
        foreach (var sink in sinks)
        {
            try
            {
                await sink.SendAsync(transition, cancellationToken);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                onFailure?.Invoke(sink, failure);
            }
        }
    }
}
