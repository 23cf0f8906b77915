using Bellwether.Data.Events;
using Bellwether.Data.Training;
using Bellwether.Features.Engine;
using Bellwether.Serving.Pipeline;

namespace Bellwether.Systems.Living;

/// <summary>The feature engine as serving knows it.</summary>
internal sealed class EngineFeatures<TRequest>(FeatureSet<TRequest> set) : IFeatureSource<TRequest>, IFeatureSnapshot
    where TRequest : class, IEvent
{
    private FeatureEngine<TRequest> _engine = set.CreateEngine();

    public FeatureSchema Schema => set.Schema;

    public void Compute(TRequest request, Span<double> features) => _engine.Compute(request, features);

    public void Apply(IEvent fact) => _engine.Apply(fact);

    public byte[] Save()
    {
        using var stream = new MemoryStream();
        _engine.Snapshot(stream);
        return stream.ToArray();
    }

    public void Restore(ReadOnlyMemory<byte> state)
    {
        using var stream = new MemoryStream(state.ToArray(), writable: false);
        try
        {
            _engine = set.Restore(stream);
        }
        catch (SnapshotException e)
        {
            throw new FormatException("The snapshot is not of these features: " + e.Message, e);
        }
    }
}
