namespace Bellwether.Monitoring.Alerts;

/// <summary>An alert that was raised or resolved.</summary>
/// <param name="IsRaised">True when it was raised, false when it was resolved.</param>
/// <param name="At">When.</param>
/// <param name="Alert">The alert.</param>
public sealed record AlertTransition(bool IsRaised, DateTimeOffset At, Alert Alert);
