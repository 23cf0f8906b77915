namespace Bellwether.Systems.Lifecycle;

/// <summary>Where a run tells how far it has come: a terminal draws bars, a test ignores it.</summary>
public interface IRunProgress
{
    /// <summary>A stage has come this far.</summary>
    /// <param name="stage">What is being done, e.g. <c>simulating</c>.</param>
    /// <param name="share">From 0 to 1; at 1 the stage is over.</param>
    /// <param name="detail">Where it stands, e.g. <c>day 12: 3,911 decisions</c>.</param>
    void Report(string stage, double share, string detail = "");

    /// <summary>Something happened that a person wants to see go by.</summary>
    void Say(string line);
}
