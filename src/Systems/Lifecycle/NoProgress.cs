namespace Bellwether.Systems.Lifecycle;

/// <summary>Tells nobody.</summary>
public sealed class NoProgress : IRunProgress
{
    /// <summary>The one instance.</summary>
    public static NoProgress Instance { get; } = new();

    private NoProgress()
    {
    }

    /// <inheritdoc/>
    public void Report(string stage, double share, string detail = "")
    {
    }

    /// <inheritdoc/>
    public void Say(string line)
    {
    }
}
