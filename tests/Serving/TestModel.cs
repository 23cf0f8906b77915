using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Serving.Hosting;

namespace Bellwether.Serving.Tests;

/// <summary>A linear model whose behaviour a test may turn bad.</summary>
public sealed class TestModel(FeatureSchema schema, double scale = 1) : IExplainingModel
{
    private long _calls;

    public FeatureSchema Schema => schema;

    public ModelOutput Output => ModelOutput.Value;

    public string Format => "test/1";

    /// <summary>Called before each score: may throw, wait, or spend simulated time.</summary>
    public Action? Before { get; set; }

    /// <summary>Given instead of the score when not null.</summary>
    public double? Always { get; set; }

    public long Calls => Interlocked.Read(ref _calls);

    public double Baseline => 0;

    public double Predict(ReadOnlySpan<double> features)
    {
        Interlocked.Increment(ref _calls);
        Before?.Invoke();
        if (Always is { } always)
            return always;
        var sum = 0.0;
        foreach (var feature in features)
            if (!double.IsNaN(feature))
                sum += feature;
        return sum * scale;
    }

    public void Predict(Dataset data, Span<double> scores) => throw new NotSupportedException("The tests score vectors one by one.");

    public void Write(ModelWriter writer) => writer.Double(scale);

    public void Explain(ReadOnlySpan<double> features, Span<double> contributions)
    {
        for (var i = 0; i < features.Length; i++)
            contributions[i] = double.IsNaN(features[i]) ? 0 : features[i] * scale;
    }

    public ServedModel As(string version) => new(version, ["production"], this);
}
