namespace Bellwether.Monitoring.Quality;

/// <summary>What became of a label that arrived.</summary>
public enum LabelOutcome
{
    /// <summary>It met its prediction.</summary>
    Matched,

    /// <summary>No prediction waits under this id: unknown, let go, labelled before or past its horizon.</summary>
    Unmatched,
}
