namespace Bellwether.Learning.Tuning;

/// <summary>How a trial ended.</summary>
public enum TrialStatus
{
    /// <summary>It has a score.</summary>
    Succeeded,

    /// <summary>It has a score, but breaks a limit, e.g. of latency.</summary>
    Rejected,

    /// <summary>It could not be fitted or judged.</summary>
    Failed,

    /// <summary>The time of the study was up before it was.</summary>
    OutOfTime,
}
