using Bellwether.Data.Events;
using Bellwether.Data.Training;

namespace Bellwether.Features.Engine;

/// <summary>Features, defined once: what is replayed over history to make a training set is what serves. Immutable; made by
/// <see cref="Definitions.FeatureSetBuilder{TRequest}"/>; safe to share between threads.</summary>
/// <typeparam name="TRequest">The event whose arrival asks for a vector.</typeparam>
public sealed class FeatureSet<TRequest>
    where TRequest : class, IEvent
{
    private readonly FeaturePlan<TRequest> _plan;

    internal FeatureSet(FeaturePlan<TRequest> plan) => _plan = plan;

    /// <summary>The features, in the order of the vector.</summary>
    public FeatureSchema Schema => _plan.Schema;

    /// <summary>An engine that has seen no events.</summary>
    public FeatureEngine<TRequest> CreateEngine(EngineOptions? options = null) => new(_plan, options ?? new EngineOptions());

    /// <summary>An engine in the state that <see cref="FeatureEngine{TRequest}.Snapshot"/> wrote: from here on it answers bit for bit
    /// as the one that wrote it.</summary>
    /// <param name="snapshot">Read from its present position to the end of the snapshot.</param>
    /// <param name="options">The options of the engine that wrote it.</param>
    /// <exception cref="SnapshotException">The bytes are damaged, of another version, or of another feature set or other options.
    /// Replay the events instead.</exception>
    public FeatureEngine<TRequest> Restore(Stream snapshot, EngineOptions? options = null) =>
        FeatureEngine<TRequest>.Restore(snapshot, _plan, options ?? new EngineOptions());
}
