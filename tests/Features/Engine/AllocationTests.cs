using Bellwether.Features.Engine;
using Bellwether.Features.Tests.Streams;

namespace Bellwether.Features.Tests.Engine;

public sealed class AllocationTests
{
    [Fact]
    public void Computing_allocates_nothing()
    {
        var features = PaymentFeatures.All();
        var engine = features.CreateEngine(new EngineOptions { ExactDistinctEvents = 16 });
        var log = RandomStreams.Make(11, 2000);
        log.ForEach(engine.Apply);
        var requests = log.OfType<Payment>().ToArray();
        var vector = new double[features.Schema.Count];
        foreach (var request in requests)
            engine.Compute(request, vector);
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var request in requests)
            engine.Compute(request, vector);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Applying_allocates_nothing_once_windows_are_full()
    {
        var engine = PaymentFeatures.All().CreateEngine();
        var log = RandomStreams.Make(12, 30_000, meanSeconds: 30);
        foreach (var e in log.Take(25_000))
            engine.Apply(e);
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var e in log.Skip(25_000))
            engine.Apply(e);
        // A ring may still move to a larger block: that is memory of the engine, not litter.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 21);
    }
}
