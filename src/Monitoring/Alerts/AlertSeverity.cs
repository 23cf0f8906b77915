namespace Bellwether.Monitoring.Alerts;

/// <summary>How loud an alert is.</summary>
public enum AlertSeverity
{
    /// <summary>Good to know.</summary>
    Info,

    /// <summary>Somebody should look within days.</summary>
    Warning,

    /// <summary>Somebody must look now.</summary>
    Critical,
}
