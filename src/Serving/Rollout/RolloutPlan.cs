using System.Globalization;
using Bellwether.Numerics;

namespace Bellwether.Serving.Rollout;

/// <summary>How a new model comes to its units: stages, guardrails, and the risk of a false alarm that is accepted.</summary>
public sealed record RolloutPlan
{
    /// <summary>A plan of these stages.</summary>
    /// <exception cref="ArgumentException">There is none, a name occurs twice, or shares go down.</exception>
    public RolloutPlan(IReadOnlyList<RolloutStage> stages, IReadOnlyList<Guardrail> guardrails)
    {
        if (stages.Count == 0)
            throw new ArgumentException("stages must hold at least one stage.", nameof(stages));
        for (var i = 1; i < stages.Count; i++)
            if (stages[i].Share < stages[i - 1].Share)
                throw new ArgumentException($"Shares must not go down from stage to stage, but '{stages[i].Name}' has less than '{stages[i - 1].Name}'.", nameof(stages));
        if (stages.Select(s => s.Name).Distinct(StringComparer.Ordinal).Count() != stages.Count)
            throw new ArgumentException("The names of stages must be unique, but one occurs twice.", nameof(stages));
        Stages = stages;
        Guardrails = guardrails;
    }

    /// <summary>The stages, in order; after the last the candidate has all units.</summary>
    public IReadOnlyList<RolloutStage> Stages { get; }

    /// <summary>What must not be harmed.</summary>
    public IReadOnlyList<Guardrail> Guardrails { get; }

    /// <summary>The chance that a candidate as good as the control is rolled back by some guardrail at some stage. It is shared out equally
    /// over guardrails and stages (Bonferroni).</summary>
    public double Alpha { get; init => field = Require.InRange(value, 1e-9, 0.5); } = 0.05;

    /// <summary>The alpha of one guardrail at one stage.</summary>
    public double AlphaPerTest => Math.Min(0.25, Alpha / Math.Max(1, Stages.Count * Guardrails.Count));

    /// <summary>Shadow first, then growing shares: 1, 5, 25 and 50 % unless others are named.</summary>
    /// <param name="shadow">What the shadow stage must see; its name and share are set here. Null to go without.</param>
    /// <param name="step">What each canary stage must see; names and shares are set here.</param>
    /// <param name="guardrails">What must not be harmed.</param>
    /// <param name="percents">The shares of the canary stages.</param>
    public static RolloutPlan Canary(RolloutStage? shadow, RolloutStage step, IReadOnlyList<Guardrail> guardrails, params ReadOnlySpan<double> percents)
    {
        var stages = new List<RolloutStage>();
        if (shadow is not null)
            stages.Add(shadow with { Name = "shadow", Share = 0 });
        foreach (var percent in percents.IsEmpty ? [1, 5, 25, 50] : percents)
            stages.Add(step with { Name = string.Create(CultureInfo.InvariantCulture, $"canary {percent} %"), Share = percent / 100 });
        return new RolloutPlan(stages, guardrails);
    }

    /// <summary>All units at once, the old model standing by until the stage is passed; rolled back at once when something is wrong. There
    /// is no control beside the candidate: guardrails compare with what the control did before the switch.</summary>
    /// <param name="stage">What must be seen before the old model is let go; name and share are set here.</param>
    /// <param name="guardrails">What must not be harmed.</param>
    public static RolloutPlan BlueGreen(RolloutStage stage, IReadOnlyList<Guardrail> guardrails) =>
        new([stage with { Name = "green", Share = 1 }], guardrails);
}
