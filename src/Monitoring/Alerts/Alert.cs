namespace Bellwether.Monitoring.Alerts;

/// <summary>Something is wrong, since when, and by which number.</summary>
/// <param name="Name">The rule's name.</param>
/// <param name="Signal">The signal's full name.</param>
/// <param name="Severity">How loud.</param>
/// <param name="Value">The signal's last value.</param>
/// <param name="Threshold">The rule's threshold.</param>
/// <param name="Since">When the signal went bad.</param>
/// <param name="Action">What to do.</param>
/// <param name="Message">All of it in a sentence.</param>
public sealed record Alert(
    string Name, string Signal, AlertSeverity Severity, double Value, double Threshold, DateTimeOffset Since, AlertAction Action, string Message);
