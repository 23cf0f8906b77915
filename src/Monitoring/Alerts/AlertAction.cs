namespace Bellwether.Monitoring.Alerts;

/// <summary>What the system is asked to do when an alert is raised; whoever evaluates the board carries it out.</summary>
public enum AlertAction
{
    /// <summary>Nothing but telling.</summary>
    None,

    /// <summary>Go back to the model before.</summary>
    RollBack,

    /// <summary>Train a new model on recent data.</summary>
    Retrain,
}
