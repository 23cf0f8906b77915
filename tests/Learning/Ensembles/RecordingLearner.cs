using System.Collections.Concurrent;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;

namespace Bellwether.Learning.Tests.Ensembles;

/// <summary>Knows every row that it has learned from by its first feature, and answers 1 for those and 0 for the rest: a leak shows at once.</summary>
internal sealed record RecordingLearner : ILearner
{
    public string Name => "recording";

    /// <summary>The first features of the rows of every fit.</summary>
    public ConcurrentBag<HashSet<double>> Fits { get; } = [];

    public IModel Fit(Dataset train, FitContext context)
    {
        HashSet<double> seen = [.. train.Column(0)];
        Fits.Add(seen);
        return new Model(train.Schema, seen);
    }

    private sealed class Model(FeatureSchema schema, HashSet<double> seen) : IModel
    {
        public FeatureSchema Schema => schema;

        public ModelOutput Output => ModelOutput.Value;

        public string Format => "test-recording/1";

        public double Predict(ReadOnlySpan<double> features) => seen.Contains(features[0]) ? 1 : 0;

        public void Predict(Dataset data, Span<double> scores)
        {
            for (var row = 0; row < data.Rows; row++)
                scores[row] = seen.Contains(data.Column(0)[row]) ? 1 : 0;
        }

        public void Write(ModelWriter writer) => throw new NotSupportedException("The tests keep it in memory.");
    }
}
