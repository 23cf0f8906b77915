using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Data.Transforms;

namespace Bellwether.Features.Tests.Transforms;

/// <summary>A model that scores by the first number of a transformed vector: carries a transform through the model format.</summary>
public sealed class CarriedTransform(IFittedTransform transform) : IModel
{
    public IFittedTransform Transform { get; } = transform;

    public FeatureSchema Schema => Transform.Input;

    public ModelOutput Output => ModelOutput.Value;

    public string Format => "carried-transform-test";

    public double Predict(ReadOnlySpan<double> features)
    {
        var output = new double[Transform.Output.Count];
        Transform.Apply(features, output);
        return output[0];
    }

    public void Predict(Dataset data, Span<double> scores)
    {
        var row = new double[data.Width];
        for (var i = 0; i < data.Rows; i++)
        {
            data.CopyRow(i, row);
            scores[i] = Predict(row);
        }
    }

    public void Write(ModelWriter writer) => writer.Transform(Transform);

    public static CarriedTransform Read(ModelReader reader) => new(reader.Transform());
}
