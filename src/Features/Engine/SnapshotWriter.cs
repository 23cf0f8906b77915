using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Bellwether.Features.Windows;

namespace Bellwether.Features.Engine;

/// <summary>Writes the state of an engine: the header, little-endian 64-bit words, then SHA-256 of all before it.</summary>
internal sealed class SnapshotWriter
{
    private readonly Stream _stream;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _used;

    public SnapshotWriter(Stream stream, ulong fingerprint)
    {
        _stream = stream;
        Bytes(Magic);
        Int64(unchecked((long)fingerprint));
    }

    /// <summary>The first eight bytes; the last is the version.</summary>
    public static ReadOnlySpan<byte> Magic => "BWFEATS\x01"u8;

    public void Int64(long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        Bytes(bytes);
    }

    /// <summary>The entities of one kind in the order of last use, each with its events.</summary>
    public void Entities(EntityState state)
    {
        Int64(state.Evicted);
        foreach (var stream in state.Streams)
        {
            Int64(stream.TooLate);
            Int64(stream.Overflowed);
        }

        Int64(state.Table.Count);
        for (var slot = state.Table.Oldest; slot >= 0; slot = state.Table.After(slot))
        {
            Int64(unchecked((long)state.Table.Key(slot)));
            Int64(state.Table.Newest(slot));
            for (var i = 0; i < state.Streams.Length; i++)
            {
                var words = state.Streams[i].Words(slot);
                Int64(words.Length);
                Records(words, state.Plans[i].Layout);
            }
        }
    }

    public void End()
    {
        Flush();
        _stream.Write(_hash.GetHashAndReset());
        _hash.Dispose();
    }

    /// <summary>Links of minima and maxima may lead to records already let go: they are left out, and worked out again by the reader.</summary>
    private void Records(ReadOnlySpan<long> words, StreamLayout layout)
    {
        var record = new long[layout.Stride];
        for (var at = 0; at < words.Length; at += layout.Stride)
        {
            words.Slice(at, layout.Stride).CopyTo(record);
            foreach (var channel in layout.Numbers)
            {
                if (channel.Minimum >= 0)
                    record.AsSpan(channel.Minimum, 2).Clear();
                if (channel.Maximum >= 0)
                    record.AsSpan(channel.Maximum, 2).Clear();
            }

            Bytes(MemoryMarshal.AsBytes<long>(record));
        }
    }

    private void Bytes(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (_used == _buffer.Length)
                Flush();
            var count = Math.Min(bytes.Length, _buffer.Length - _used);
            bytes[..count].CopyTo(_buffer.AsSpan(_used));
            _used += count;
            bytes = bytes[count..];
        }
    }

    private void Flush()
    {
        _hash.AppendData(_buffer.AsSpan(0, _used));
        _stream.Write(_buffer.AsSpan(0, _used));
        _used = 0;
    }
}
