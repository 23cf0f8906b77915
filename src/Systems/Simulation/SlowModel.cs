using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Serving.Pipeline;

namespace Bellwether.Systems.Simulation;

/// <summary>A model that takes longer than any budget while a planted fault is in force: in simulated time, so that a run stays fast and
/// deterministic.</summary>
internal sealed class SlowModel(IModel model, SimulationClock clock, Func<bool> isSlow) : IModel
{
    private static readonly TimeSpan s_slowness = TimeSpan.FromMilliseconds(200);

    public FeatureSchema Schema => model.Schema;

    public ModelOutput Output => model.Output;

    public string Format => model.Format;

    public double Predict(ReadOnlySpan<double> features)
    {
        if (isSlow())
            clock.Spend(s_slowness);
        return model.Predict(features);
    }

    public void Predict(Dataset data, Span<double> scores) => model.Predict(data, scores);

    public void Write(ModelWriter writer) => model.Write(writer);
}
