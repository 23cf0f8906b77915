using System.Buffers;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Data.Transforms;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Pipelines;

/// <summary>Fitted transforms before a model. Immutable.</summary>
public sealed class PipelineModel : IModel
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "pipeline/1";

    private readonly IFittedTransform[] _transforms;
    private readonly int _width;

    internal PipelineModel(FeatureSchema schema, IFittedTransform[] transforms, IModel model)
    {
        (Schema, _transforms, Model) = (schema, transforms, model);
        _width = transforms.Select(t => t.Output.Count).Append(1).Max();
    }

    /// <inheritdoc/>
    public FeatureSchema Schema { get; }

    /// <inheritdoc/>
    public ModelOutput Output => Model.Output;

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <summary>The transforms in order.</summary>
    public IReadOnlyList<IFittedTransform> Transforms => _transforms;

    /// <summary>The model behind the transforms.</summary>
    public IModel Model { get; }

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> features)
    {
        if (_transforms.Length == 0)
            return Model.Predict(features);
        var rented = _width > 256 ? ArrayPool<double>.Shared.Rent(2 * _width) : null;
        Span<double> buffer = rented is null ? stackalloc double[512] : rented;
        var from = buffer[.._width];
        var to = buffer.Slice(_width, _width);
        _transforms[0].Apply(features, from[.._transforms[0].Output.Count]);
        for (var i = 1; i < _transforms.Length; i++)
        {
            _transforms[i].Apply(from[.._transforms[i].Input.Count], to[.._transforms[i].Output.Count]);
            var swap = from;
            from = to;
            to = swap;
        }

        var score = Model.Predict(from[.._transforms[^1].Output.Count]);
        if (rented is not null)
            ArrayPool<double>.Shared.Return(rented);
        return score;
    }

    /// <inheritdoc/>
    public void Predict(Dataset data, Span<double> scores) => RowScores.Predict(this, data, scores);

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Schema(Schema);
        writer.Int32(_transforms.Length);
        foreach (var transform in _transforms)
            writer.Transform(transform);
        writer.Model(Model);
    }

    internal static PipelineModel Read(ModelReader reader)
    {
        var schema = reader.Schema();
        var transforms = new List<IFittedTransform>();
        for (var left = reader.Int32(); left > 0; left--)
            transforms.Add(reader.Transform());
        var model = reader.Model();
        var width = schema;
        foreach (var transform in transforms)
        {
            if (transform.Input.Fingerprint != width.Fingerprint)
                throw Broken();
            width = transform.Output;
        }

        return model.Schema.Fingerprint == width.Fingerprint ? new PipelineModel(schema, [.. transforms], model) : throw Broken();
    }

    private static ModelFormatException Broken() =>
        new("Each part of a pipeline must take what the part before it gives, but one does not. The model was not written by Bellwether; train it again.");
}
