using System.Diagnostics;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Linear;

namespace Bellwether.Systems.Tests.Tuning;

/// <summary>A line with a known error whose model takes its time over every score.</summary>
internal sealed record SpunLearner(double Microseconds, double Error) : ILearner
{
    public string Name => FormattableString.Invariant($"spun {Microseconds} µs");

    public IModel Fit(Dataset train, FitContext context) => new Model(new LinearRegression().Fit(train, context), Microseconds, Error);

    private sealed class Model(IModel line, double microseconds, double error) : IModel
    {
        public FeatureSchema Schema => line.Schema;

        public ModelOutput Output => ModelOutput.Value;

        public string Format => "test-spun/1";

        public double Predict(ReadOnlySpan<double> features)
        {
            for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began).TotalMicroseconds < microseconds;)
                Thread.SpinWait(1);
            return line.Predict(features) + error;
        }

        public void Predict(Dataset data, Span<double> scores)
        {
            line.Predict(data, scores);
            foreach (ref var score in scores)
                score += error;
        }

        public void Write(ModelWriter writer) => writer.Model(line);
    }
}
