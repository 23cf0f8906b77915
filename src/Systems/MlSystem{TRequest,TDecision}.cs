using Bellwether.Data.Events;
using Bellwether.Systems.Building;
using Bellwether.Systems.Lifecycle;

namespace Bellwether.Systems;

/// <summary>A machine-learning system over one type of request and one type of decision: state its <see cref="MlSystem.Design"/>, define its
/// parts, and Bellwether runs it, measures every claim in it, and writes the document from what it measured.</summary>
/// <typeparam name="TRequest">What a decision is asked for: an event record.</typeparam>
/// <typeparam name="TDecision">What the caller gets: a record that JSON can carry.</typeparam>
public abstract class MlSystem<TRequest, TDecision> : MlSystem
    where TRequest : class, IEvent
    where TDecision : notnull
{
    /// <summary>States the parts: features, label, ladder, decision, fallback, rollout, monitors, world.</summary>
    /// <remarks>Called once for every run; must give the same parts each time.</remarks>
    protected abstract void Define(SystemBuilder<TRequest, TDecision> system);

    /// <inheritdoc/>
    public sealed override ISystemProgram Compile() => new SystemProgram<TRequest, TDecision>(Design, Define);
}
