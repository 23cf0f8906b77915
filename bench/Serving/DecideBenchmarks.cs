using BenchmarkDotNet.Attributes;

namespace Bellwether.Bench.Serving;

/// <summary>What does a decision of the card-fraud system cost without a disk and without a network, and which part costs what?</summary>
[MemoryDiagnoser]
public class DecideBenchmarks
{
    private DecideScene _scene = null!;
    private DecideScene _explaining = null!;

    [GlobalSetup]
    public void Build() => (_scene, _explaining) = (new DecideScene(reasons: 0), new DecideScene(reasons: 3));

    [Benchmark]
    public double[] Features() => _scene.Compute();

    [Benchmark(Baseline = true)]
    public double FeaturesAndTrees() => _scene.Preview();

    [Benchmark]
    public string Decision() => _scene.Decide();

    /// <summary>As a server decides: three reasons asked for with each decision.</summary>
    [Benchmark]
    public string DecisionWithReasons() => _explaining.Decide();

    [Benchmark]
    public byte[] Serialization() => _scene.Contract.Write(_scene.Record);
}
