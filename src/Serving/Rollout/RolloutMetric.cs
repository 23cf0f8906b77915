using Bellwether.Data.Events;
using Bellwether.Serving.Decisions;

namespace Bellwether.Serving.Rollout;

/// <summary>A number that each arm of a rollout is compared on: from decisions, from outcomes, or from scores alone.</summary>
/// <typeparam name="TRequest">The request.</typeparam>
/// <typeparam name="TDecision">The decision.</typeparam>
/// <param name="Name">The name by which guardrails know it.</param>
public sealed record RolloutMetric<TRequest, TDecision>(string Name)
    where TRequest : class, IEvent
{
    /// <summary>Its value for a decision; NaN when the decision says nothing. Null when it is not of decisions.</summary>
    public Func<DecisionRecord<TRequest, TDecision>, double>? OfDecision { get; init; }

    /// <summary>Its value for a decision and its label; NaN when they say nothing. Null when it is not of outcomes.</summary>
    public Func<DecisionRecord<TRequest, TDecision>, double, double>? OfOutcome { get; init; }

    /// <summary>Its value for a score and the decision's label, which a shadow has too; NaN when they say nothing. When it is there, the
    /// metric is also known in the shadow stage.</summary>
    public Func<double, double, double>? OfScore { get; init; }

    /// <summary>Nanoseconds of scoring: of decisions and of shadows.</summary>
    public static RolloutMetric<TRequest, TDecision> ScoreTime { get; } = new(ScoreTimeName) { OfDecision = r => r.Timings.Score };

    /// <summary>1 for a decision that the arm's own model did not answer, or a shadow that gave no finite score, else 0.</summary>
    public static RolloutMetric<TRequest, TDecision> Fallback { get; } = new(FallbackName) { OfDecision = r => r.Level == Pipeline.CascadeLevel.ArmLevel ? 0 : 1 };

    internal const string ScoreTimeName = "score time", FallbackName = "fallback";
}
