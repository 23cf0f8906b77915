namespace Bellwether.Worlds;

/// <summary>What can be made to go wrong.</summary>
public enum FaultKind
{
    /// <summary>The people change: a covariate moves for good (e.g. inflation, a new market).</summary>
    Drift,

    /// <summary>The relation between what is seen and what is true changes (e.g. a new fraud pattern, a closed bridge).</summary>
    NewPattern,

    /// <summary>An upstream pipeline breaks: a field of the requests arrives empty.</summary>
    NullField,

    /// <summary>Outcomes arrive later than they used to.</summary>
    LabelDelay,

    /// <summary>The model takes longer than its budget. Planted by the world's timetable, carried out by the runner.</summary>
    SlowModel,

    /// <summary>The process dies. Planted by the world's timetable, carried out by the runner.</summary>
    Crash,
}
