using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Bellwether.Features.Windows;

namespace Bellwether.Features.Engine;

/// <summary>Reads what <see cref="SnapshotWriter"/> wrote. The checksum is compared at the end, before the engine is handed out.</summary>
internal sealed class SnapshotReader
{
    private readonly Stream _stream;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public SnapshotReader(Stream stream, ulong fingerprint)
    {
        _stream = stream;
        Span<byte> magic = stackalloc byte[8];
        Bytes(magic);
        if (!magic[..7].SequenceEqual(SnapshotWriter.Magic[..7]))
            throw new SnapshotException("These bytes are not the state of a feature engine: they must begin with 'BWFEATS'.");
        if (magic[7] != SnapshotWriter.Magic[7])
            throw new SnapshotException(string.Create(CultureInfo.InvariantCulture,
                $"The snapshot must be of version {SnapshotWriter.Magic[7]}, but is of version {magic[7]}. Replay the events instead."));
        if (unchecked((ulong)Int64()) != fingerprint)
            throw new SnapshotException("The snapshot must come from the same feature set with the same options, but does not. Replay the events instead.");
    }

    public long Int64()
    {
        Span<byte> bytes = stackalloc byte[8];
        Bytes(bytes);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes);
    }

    public void Entities(EntityState state)
    {
        state.Evicted = Int64();
        foreach (var stream in state.Streams)
        {
            stream.TooLate = Int64();
            stream.Overflowed = Int64();
        }

        for (var left = Int64(); left > 0; left--)
        {
            var key = unchecked((ulong)Int64());
            var slot = state.Table.Touch(key, state.Table.Find(key), Int64());
            for (var i = 0; i < state.Streams.Length; i++)
                Events(state.Streams[i], slot, state.Plans[i].Layout.Stride);
        }
    }

    public void End()
    {
        var expected = _hash.GetHashAndReset();
        var found = new byte[expected.Length];
        if (_stream.ReadAtLeast(found, found.Length, throwOnEndOfStream: false) != found.Length || !found.AsSpan().SequenceEqual(expected))
            throw Damaged();
        _hash.Dispose();
    }

    private void Events(StreamStore stream, int slot, int stride)
    {
        var words = Int64();
        if (words == 0)
            return;
        if (words < 2 * stride || words % stride != 0 || words / stride > StreamStore.MostRecords + 1)
            throw Damaged();
        Bytes(MemoryMarshal.AsBytes(stream.Restore(slot, (int)(words / stride))));
        stream.Restored(slot);
    }

    private void Bytes(Span<byte> bytes)
    {
        if (_stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) != bytes.Length)
            throw Damaged();
        _hash.AppendData(bytes);
    }

    private static SnapshotException Damaged() =>
        new("The snapshot is damaged: it ends early, or its checksum does not agree with its bytes. Replay the events instead.");
}
