using Bellwether.Features.Engine;
using Bellwether.Gallery.Trust.CardFraud;
using BenchmarkDotNet.Attributes;

namespace Bellwether.Bench.Features;

/// <summary>What do the card-fraud features of one payment cost, in a warm engine, and what does a snapshot of that engine cost? The rates of
/// a whole replay are measured by <c>replay</c>.</summary>
[MemoryDiagnoser]
public class ReplayBenchmarks
{
    private const int Warm = 200_000, Ahead = 4_096;
    private readonly CardPayment[] _next = new CardPayment[Ahead];
    private FeatureEngine<CardPayment> _engine = null!;
    private double[] _vector = null!;
    private int _place;

    /// <summary>Cards in the world.</summary>
    [Params(4_000, 50_000)]
    public int Cards { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        var log = PaymentLog.Make(Warm + (2 * Ahead), Cards / 4_000.0);
        _engine = CardFraudParts.Definition.Features.CreateEngine();
        _vector = new double[_engine.Schema.Count];
        foreach (var fact in log.Take(Warm))
            _engine.Apply(fact);
        log.Skip(Warm).OfType<CardPayment>().Take(Ahead).ToArray().CopyTo(_next, 0);
    }

    [Benchmark]
    public void Compute() => _engine.Compute(_next[_place++ & (Ahead - 1)], _vector);

    /// <summary>The whole state, as a server saves it; decisions wait meanwhile.</summary>
    [Benchmark]
    public void Snapshot() => _engine.Snapshot(Stream.Null);
}
