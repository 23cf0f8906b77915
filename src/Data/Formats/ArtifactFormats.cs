using System.Collections.Frozen;
using Bellwether.Data.Models;

namespace Bellwether.Data.Formats;

/// <summary>The readers of all artifact formats that this process knows. Immutable; nothing is executed on load but these readers.</summary>
public sealed class ArtifactFormats
{
    private readonly FrozenDictionary<string, Func<ModelReader, IArtifact>> _readers;

    /// <summary>Knows the formats of these lists.</summary>
    /// <exception cref="ArgumentException">Two readers have the same name.</exception>
    public ArtifactFormats(params IEnumerable<IEnumerable<KeyValuePair<string, Func<ModelReader, IArtifact>>>> lists)
    {
        var readers = new Dictionary<string, Func<ModelReader, IArtifact>>(StringComparer.Ordinal);
        foreach (var (name, read) in lists.SelectMany(list => list))
            if (!readers.TryAdd(name, read))
                throw new ArgumentException($"A format must have one reader, but '{name}' has two.", nameof(lists));
        _readers = readers.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The formats known.</summary>
    public IReadOnlyList<string> Names => [.. _readers.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The bytes of an artifact: header, format name, body, checksum.</summary>
    public static byte[] Save(IArtifact artifact)
    {
        var writer = new ModelWriter();
        writer.Artifact(artifact);
        return writer.ToArray();
    }

    /// <summary>Reads the model that <see cref="Save"/> wrote.</summary>
    /// <exception cref="ModelFormatException">The bytes are damaged, of a newer version, of a format not known here, or not a model's.</exception>
    public IModel Load(ReadOnlyMemory<byte> bytes) => Load<IModel>(bytes);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <typeparam name="T">What it must be.</typeparam>
    /// <exception cref="ModelFormatException">The bytes are damaged, of a newer version, of a format not known here, or of another kind.</exception>
    public T Load<T>(ReadOnlyMemory<byte> bytes) where T : class, IArtifact
    {
        var reader = new ModelReader(bytes, this);
        var artifact = reader.Artifact<T>();
        reader.End();
        return artifact;
    }

    internal Func<ModelReader, IArtifact> ReaderOf(string format) => _readers.TryGetValue(format, out var read) ? read : throw new ModelFormatException(
        $"The model has format '{format}', which this version does not know; it knows {string.Join(", ", Names)}. Use the version of Bellwether that wrote it, or a newer one.");
}
