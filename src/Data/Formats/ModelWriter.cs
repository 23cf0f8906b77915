using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Data.Transforms;

namespace Bellwether.Data.Formats;

/// <summary>Writes a model's bytes: little-endian, length-prefixed, closed by a checksum. The same model gives the same bytes.</summary>
/// <remarks>Layout: the 8 bytes <c>BWMODEL\x01</c>, the body, then SHA-256 of all before it.</remarks>
public sealed class ModelWriter
{
    internal static ReadOnlySpan<byte> Magic => "BWMODEL\x01"u8;

    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>Starts with the header.</summary>
    public ModelWriter() => _buffer.Write(Magic);

    /// <summary>A 32-bit number.</summary>
    public void Int32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.GetSpan(4), value);
        _buffer.Advance(4);
    }

    /// <summary>A 64-bit number.</summary>
    public void Int64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
    }

    /// <summary>A double, all 64 bits of it.</summary>
    public void Double(double value) => Int64(BitConverter.DoubleToInt64Bits(value));

    /// <summary>A truth value.</summary>
    public void Bool(bool value) => Int32(value ? 1 : 0);

    /// <summary>A text.</summary>
    public void Text(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        Int32(bytes.Length);
        _buffer.Write(bytes);
    }

    /// <summary>An array of unmanaged numbers: its length, then its bytes.</summary>
    public void Array<T>(ReadOnlySpan<T> values) where T : unmanaged
    {
        Int32(values.Length);
        _buffer.Write(MemoryMarshal.AsBytes(values));
    }

    /// <summary>A feature schema.</summary>
    public void Schema(FeatureSchema schema)
    {
        Int32(schema.Count);
        foreach (var feature in schema.Features)
        {
            Text(feature.Name);
            Int32((int)feature.Kind);
            Text(feature.Description);
        }
    }

    /// <summary>A whole model, which may stand inside another.</summary>
    public void Model(IModel model) => Artifact(model);

    /// <summary>A whole fitted transform.</summary>
    public void Transform(IFittedTransform transform) => Artifact(transform);

    /// <summary>A whole artifact, which may stand inside another: its format's name, then its body.</summary>
    public void Artifact(IArtifact artifact)
    {
        Text(artifact.Format);
        artifact.Write(this);
    }

    internal byte[] ToArray()
    {
        var body = _buffer.WrittenSpan;
        var bytes = new byte[body.Length + SHA256.HashSizeInBytes];
        body.CopyTo(bytes);
        SHA256.HashData(body, bytes.AsSpan(body.Length));
        return bytes;
    }
}
