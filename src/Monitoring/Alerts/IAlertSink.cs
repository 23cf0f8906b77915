namespace Bellwether.Monitoring.Alerts;

/// <summary>Where raised and resolved alerts go.</summary>
public interface IAlertSink
{
    /// <summary>Takes a transition. Completes when it is taken over, which need not be when it has arrived.</summary>
    ValueTask SendAsync(AlertTransition transition, CancellationToken cancellationToken = default);
}
