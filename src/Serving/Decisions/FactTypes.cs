namespace Bellwether.Serving.Decisions;

/// <summary>The names under which the store keeps the facts that serving itself writes.</summary>
public static class FactTypes
{
    /// <summary>A decision with the request that it answered: see <see cref="DecisionContract{TRequest, TDecision}"/>.</summary>
    public const string Decision = "Decision";

    /// <summary>A transition of a rollout: see <see cref="global::Bellwether.Serving.Rollout.RolloutStep"/>.</summary>
    public const string Rollout = "Rollout";
}
