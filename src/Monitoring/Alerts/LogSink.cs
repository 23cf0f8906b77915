namespace Bellwether.Monitoring.Alerts;

/// <summary>Writes a line per transition.</summary>
/// <param name="writeLine">Takes the line, without a line end; called by one caller at a time.</param>
public sealed class LogSink(Action<string> writeLine) : IAlertSink
{
    private readonly Lock _lock = new();

    /// <inheritdoc/>
    public ValueTask SendAsync(AlertTransition transition, CancellationToken cancellationToken = default)
    {
        var alert = transition.Alert;
        var action = alert.Action == AlertAction.None || !transition.IsRaised ? "" : $" -> {alert.Action}";
        lock (_lock)
            writeLine(FormattableString.Invariant($"{transition.At:u} {(transition.IsRaised ? "RAISED" : "RESOLVED")} {alert.Severity} {alert.Name}: {alert.Message}{action}"));
        return ValueTask.CompletedTask;
    }
}
