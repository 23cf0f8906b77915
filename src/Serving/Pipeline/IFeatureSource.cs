using Bellwether.Data.Events;
using Bellwether.Data.Training;

namespace Bellwether.Serving.Pipeline;

/// <summary>What computes the features of a request: an engine whose state is a pure function of the facts applied so far.</summary>
/// <remarks>Called under one lock: an implementation need not be safe for concurrent use. Computing must not change what later calls
/// compute, and must not allocate per feature.</remarks>
/// <typeparam name="TRequest">The request.</typeparam>
public interface IFeatureSource<in TRequest>
{
    /// <summary>The features, in order.</summary>
    FeatureSchema Schema { get; }

    /// <summary>Writes the features (d) of a request as of its time; NaN is missing.</summary>
    void Compute(TRequest request, Span<double> features);

    /// <summary>Learns one fact: a request that was decided, or an event.</summary>
    void Apply(IEvent fact);
}
