using System.Runtime.InteropServices;

namespace Bellwether.Retrieval.Lexical.Segments;

/// <summary>Bytes that grow without a limit of two gigabytes: a list of chunks.</summary>
internal sealed class ByteOutput
{
    private const int ChunkSize = 1 << 18;

    private readonly List<byte[]> _full = [];
    private byte[] _chunk = new byte[1 << 10];
    private int _used;
    private long _before;

    /// <summary>How many bytes there are.</summary>
    public long Length => _before + _used;

    /// <summary>Forgets all bytes but keeps the last chunk.</summary>
    public void Clear()
    {
        _full.Clear();
        (_used, _before) = (0, 0);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (_used == _chunk.Length)
                Grow();
            var part = Math.Min(bytes.Length, _chunk.Length - _used);
            bytes[..part].CopyTo(_chunk.AsSpan(_used));
            _used += part;
            bytes = bytes[part..];
        }
    }

    public void Write<T>(T value) where T : unmanaged => Write(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    public void WriteAll<T>(ReadOnlySpan<T> values) where T : unmanaged => Write(MemoryMarshal.AsBytes(values));

    /// <summary>Seven bits a byte, the lowest first; the high bit says that more follow.</summary>
    public void WriteVariable(uint value)
    {
        Span<byte> bytes = stackalloc byte[5];
        var n = 0;
        for (; value >= 0x80; value >>= 7)
            bytes[n++] = (byte)(value | 0x80);
        bytes[n++] = (byte)value;
        Write(bytes[..n]);
    }

    /// <summary>Zeros up to the next multiple of eight.</summary>
    public void Align()
    {
        Span<byte> zeros = stackalloc byte[8];
        zeros.Clear();
        Write(zeros[..(int)(-Length & 7)]);
    }

    public void CopyTo(ByteOutput to)
    {
        foreach (var chunk in Chunks())
            to.Write(chunk.Span);
    }

    /// <summary>The bytes in order.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Chunks()
    {
        foreach (var chunk in _full)
            yield return chunk;
        yield return _chunk.AsMemory(0, _used);
    }

    private void Grow()
    {
        if (_full.Count == 0 && _chunk.Length < ChunkSize)
        {
            Array.Resize(ref _chunk, _chunk.Length * 2);
            return;
        }

        _full.Add(_chunk);
        _before += _used;
        _used = 0;
        _chunk = new byte[ChunkSize];
    }
}
