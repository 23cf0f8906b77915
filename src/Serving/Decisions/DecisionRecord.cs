using Bellwether.Data.Events;

namespace Bellwether.Serving.Decisions;

/// <summary>One decision with everything that led to it, so that any past day can be replayed against any model.</summary>
/// <remarks>A record that an observer is shown lends its <see cref="Vector"/>: it is valid until the observer returns, because vectors are
/// pooled. <see cref="Detach"/> makes a copy that may be kept.</remarks>
/// <typeparam name="TRequest">What was asked with.</typeparam>
/// <typeparam name="TDecision">What was answered.</typeparam>
/// <param name="Request">The request; its id is the decision's id.</param>
/// <param name="Decision">What the caller was told.</param>
public sealed record DecisionRecord<TRequest, TDecision>(TRequest Request, TDecision Decision)
    where TRequest : class, IEvent
{
    /// <summary>The decision's id: the request's.</summary>
    public string Id => Request.Id;

    /// <summary>When the request happened.</summary>
    public DateTimeOffset Time => Request.Time;

    /// <summary>The features (d) as they were scored; NaN is missing.</summary>
    public ReadOnlyMemory<double> Vector { get; init; }

    /// <summary>The place in the log up to which facts had been applied when the vector was read; -1 when the vector could not be computed.</summary>
    public long Watermark { get; init; }

    /// <summary>The arm the unit belongs to.</summary>
    public string Arm { get; init; } = "";

    /// <summary>The version of the model that gave the score; empty at the default level.</summary>
    public string ModelVersion { get; init; } = "";

    /// <summary>The probability with which the unit was to get this arm.</summary>
    public double Propensity { get; init; } = 1;

    /// <summary>The score; NaN at the default level.</summary>
    public double Score { get; init; } = double.NaN;

    /// <summary>The level of the cascade that answered.</summary>
    public string Level { get; init; } = "";

    /// <summary>Why a level above did not answer; null when the arm's own model did.</summary>
    public string? Degraded { get; init; }

    /// <summary>The features that moved the score most, the strongest first; empty unless the pipeline was asked for reasons.</summary>
    public IReadOnlyList<Reason> Reasons { get; init; } = [];

    /// <summary>How long the stages took.</summary>
    public StageTimings Timings { get; init; }

    /// <summary>What shadow arms scored, where known; not stored.</summary>
    public IReadOnlyList<ShadowScore> Shadows { get; init; } = [];

    /// <summary>A copy with a vector of its own, which may be kept.</summary>
    public DecisionRecord<TRequest, TDecision> Detach() => this with { Vector = Vector.ToArray() };
}
