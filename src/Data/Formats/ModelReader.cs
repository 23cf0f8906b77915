using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Data.Transforms;

namespace Bellwether.Data.Formats;

/// <summary>Reads what <see cref="ModelWriter"/> wrote; the checksum is verified before the first field is read.</summary>
public sealed class ModelReader
{
    private const int MaxDepth = 32;

    private readonly ReadOnlyMemory<byte> _body;
    private readonly ArtifactFormats _formats;
    private int _position;
    private int _depth;

    internal ModelReader(ReadOnlyMemory<byte> bytes, ArtifactFormats formats)
    {
        var magic = ModelWriter.Magic;
        if (bytes.Length < magic.Length + SHA256.HashSizeInBytes || !bytes.Span.StartsWith(magic[..7]))
            throw new ModelFormatException("These bytes are not a Bellwether model: they must begin with 'BWMODEL' and end with a checksum.");
        if (bytes.Span[7] != magic[7])
            throw new ModelFormatException(string.Create(CultureInfo.InvariantCulture,
                $"The model is of container version {bytes.Span[7]}, this Bellwether reads version {magic[7]}. Use the version that wrote it, or a newer one."));
        _body = bytes[..^SHA256.HashSizeInBytes];
        if (!SHA256.HashData(_body.Span).AsSpan().SequenceEqual(bytes.Span[_body.Length..]))
            throw new ModelFormatException("The model is damaged: its checksum does not agree with its bytes. Restore it from a copy, or train it again.");
        _formats = formats;
        _position = magic.Length;
    }

    /// <summary>A 32-bit number.</summary>
    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    /// <summary>A 64-bit number.</summary>
    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    /// <summary>A double.</summary>
    public double Double() => BitConverter.Int64BitsToDouble(Int64());

    /// <summary>A truth value.</summary>
    public bool Bool() => Int32() != 0;

    /// <summary>A text.</summary>
    public string Text() => Encoding.UTF8.GetString(Take(Int32()));

    /// <summary>An array of unmanaged numbers.</summary>
    public T[] Array<T>() where T : unmanaged
    {
        var length = Int32();
        if (length < 0 || (long)length * Marshal.SizeOf<T>() > _body.Length - _position)
            throw new ModelFormatException(string.Create(CultureInfo.InvariantCulture, $"An array of {length} values at byte {_position} does not fit the model."));
        var values = new T[length];
        var bytes = MemoryMarshal.AsBytes(values.AsSpan());
        Take(bytes.Length).CopyTo(bytes);
        return values;
    }

    /// <summary>A feature schema.</summary>
    public FeatureSchema Schema()
    {
        var features = new FeatureSpec[Math.Clamp(Int32(), 0, _body.Length)];
        for (var i = 0; i < features.Length; i++)
            features[i] = new FeatureSpec(Text(), (FeatureKind)Int32(), Text());
        return new FeatureSchema(features);
    }

    /// <summary>A whole model.</summary>
    public IModel Model() => Artifact<IModel>();

    /// <summary>A whole fitted transform.</summary>
    public IFittedTransform Transform() => Artifact<IFittedTransform>();

    /// <summary>A whole artifact, which may stand inside another.</summary>
    /// <typeparam name="T">What it must be.</typeparam>
    public T Artifact<T>() where T : class, IArtifact
    {
        if (_depth == MaxDepth)
            throw new ModelFormatException(string.Create(CultureInfo.InvariantCulture, $"Models must stand at most {MaxDepth} deep in one another. The model was not written by Bellwether; train it again."));
        _depth++;
        var format = Text();
        var artifact = _formats.ReaderOf(format)(this);
        _depth--;
        return artifact as T
            ?? throw new ModelFormatException($"Here must stand a {typeof(T).Name}, but the model holds format '{format}', a {artifact.GetType().Name}.");
    }

    internal void End()
    {
        if (_position != _body.Length)
            throw new ModelFormatException(string.Create(CultureInfo.InvariantCulture, $"{_body.Length - _position} bytes are left over after the model's end."));
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _body.Length - _position)
            throw new ModelFormatException(string.Create(CultureInfo.InvariantCulture, $"The model ends early: {count} bytes wanted at byte {_position} of {_body.Length}."));
        var span = _body.Span.Slice(_position, count);
        _position += count;
        return span;
    }
}
