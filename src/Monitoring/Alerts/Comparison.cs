namespace Bellwether.Monitoring.Alerts;

/// <summary>On which side of its threshold a signal is bad.</summary>
public enum Comparison
{
    /// <summary>At the threshold or above.</summary>
    Above,

    /// <summary>At the threshold or below.</summary>
    Below,
}
