using Bellwether.Data.Models;
using Bellwether.Learning.Linear;
using Bellwether.Learning.Trees;
using Bellwether.Numerics.Random;
using BenchmarkDotNet.Attributes;

namespace Bellwether.Bench.Learning;

/// <summary>How long does one score take, and what does its explanation cost? Vectors change from call to call, so branches and caches
/// cannot learn one by heart.</summary>
[MemoryDiagnoser]
public class PredictBenchmarks
{
    private readonly double[][] _vectors = new double[1024][];
    private readonly double[] _contributions = new double[28];
    private IModel _linear = null!;
    private TreesModel _trees = null!;
    private int _next;

    [Params(50, 200)]
    public int Trees { get; set; }

    [GlobalSetup]
    public void Fit()
    {
        var rows = HiggsLikeRows.Make(50_000, 28, new Seed(1));
        var context = new FitContext(new Seed(1)) { Threads = 2 };
        _linear = new LogisticRegression().Fit(rows, context);
        _trees = (TreesModel)new BoostedTrees { Trees = Trees, MaxLeaves = 31 }.Fit(rows, context);
        for (var i = 0; i < _vectors.Length; i++)
            rows.CopyRow(i, _vectors[i] = new double[28]);
    }

    [Benchmark(Baseline = true)]
    public double Logistic() => _linear.Predict(Next());

    [Benchmark]
    public double BoostedTrees() => _trees.Predict(Next());

    [Benchmark]
    public void TreeShap() => _trees.Explain(Next(), _contributions);

    private double[] Next() => _vectors[_next++ & 1023];
}
