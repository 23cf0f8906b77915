using Bellwether.Serving.Decisions;

namespace Bellwether.Serving.Pipeline;

/// <summary>What the caller of a decision gets.</summary>
/// <typeparam name="TDecision">The decision.</typeparam>
/// <param name="Id">The decision's id: the request's.</param>
/// <param name="Decision">The decision; without meaning when <see cref="IsConflict"/>.</param>
public sealed record DecisionAnswer<TDecision>(string Id, TDecision Decision)
{
    /// <summary>The level of the cascade that answered.</summary>
    public string Level { get; init; } = "";

    /// <summary>Why a level above did not answer; null when the arm's own model did.</summary>
    public string? Degraded { get; init; }

    /// <summary>The arm of the unit.</summary>
    public string Arm { get; init; } = "";

    /// <summary>The version of the model that gave the score.</summary>
    public string ModelVersion { get; init; } = "";

    /// <summary>The score; NaN at the default level.</summary>
    public double Score { get; init; } = double.NaN;

    /// <summary>The features that moved the score most, when the pipeline was asked for reasons.</summary>
    public IReadOnlyList<Reason> Reasons { get; init; } = [];

    /// <summary>What became of the record.</summary>
    public LogOutcome Log { get; init; }

    /// <summary>Whether the record is durable.</summary>
    public bool IsDurable => Log is LogOutcome.Durable or LogOutcome.Taken;

    /// <summary>Whether this is the decision that was made when the same request came before.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>Whether the id was used before for another request: nothing was decided.</summary>
    public bool IsConflict { get; init; }
}
