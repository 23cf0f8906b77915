using Bellwether.Data.Events;
using Bellwether.Data.Schema;
using Bellwether.Serving.Decisions;

namespace Bellwether.Serving.Hosting;

/// <summary>An outcome type that a system takes, and what it says about which decision.</summary>
/// <param name="Contract">The event's contract.</param>
/// <param name="LabelOf">The decision and its label; null when this outcome says nothing about one.</param>
public sealed record OutcomeContract(IEventContract Contract, Func<IEvent, OutcomeLabel?> LabelOf)
{
    /// <summary>The contract of a typed outcome.</summary>
    public static OutcomeContract Of<TOutcome>(Func<TOutcome, OutcomeLabel?> labelOf) where TOutcome : class, IEvent =>
        new(EventContract<TOutcome>.Instance, e => labelOf((TOutcome)e));
}
