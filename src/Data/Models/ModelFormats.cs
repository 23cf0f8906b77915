using System.Collections.Frozen;
using Bellwether.Data.Formats;
using Bellwether.Data.Transforms;

namespace Bellwether.Data.Models;

/// <summary>The readers of all model and transform formats that this process knows. Immutable; nothing is executed on load but these
/// readers.</summary>
public sealed class ModelFormats
{
    private readonly FrozenDictionary<string, Func<ModelReader, IModel>> _models;
    private readonly FrozenDictionary<string, Func<ModelReader, IFittedTransform>> _transforms;

    /// <summary>Knows these formats.</summary>
    public ModelFormats(
        IEnumerable<KeyValuePair<string, Func<ModelReader, IModel>>> models,
        IEnumerable<KeyValuePair<string, Func<ModelReader, IFittedTransform>>> transforms)
    {
        _models = models.ToFrozenDictionary(StringComparer.Ordinal);
        _transforms = transforms.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The formats known.</summary>
    public IReadOnlyList<string> Names => [.. _models.Keys.Concat(_transforms.Keys).Order(StringComparer.Ordinal)];

    /// <summary>The bytes of a model: header, format name, body, checksum.</summary>
    public static byte[] Save(IModel model)
    {
        var writer = new ModelWriter();
        writer.Model(model);
        return writer.ToArray();
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="ModelFormatException">The bytes are damaged, of a newer version, or of a format not known here.</exception>
    public IModel Load(ReadOnlyMemory<byte> bytes)
    {
        var reader = new ModelReader(bytes, this);
        var model = reader.Model();
        reader.End();
        return model;
    }

    internal Func<ModelReader, IModel> ModelReaderOf(string format) =>
        _models.TryGetValue(format, out var read) ? read : throw Unknown(format);

    internal Func<ModelReader, IFittedTransform> TransformReaderOf(string format) =>
        _transforms.TryGetValue(format, out var read) ? read : throw Unknown(format);

    private ModelFormatException Unknown(string format) => new(
        $"The model has format '{format}', which this version does not know; it knows {string.Join(", ", Names)}. Use the version of Bellwether that wrote it, or a newer one.");
}
