using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Bellwether.Data.Formats;

namespace Bellwether.Retrieval.Lexical.Segments;

/// <summary>The bytes of a segment, mapped from its file or held in native memory. Freed when nothing holds it any more, so that a snapshot needs no closing.</summary>
internal sealed unsafe class SegmentMemory
{
    private const int CopyPiece = 1 << 24;

    private readonly MemoryMappedViewAccessor? _view;

    private SegmentMemory(byte* start, long length, MemoryMappedViewAccessor? view)
    {
        Start = start;
        (Length, _view) = (length, view);
    }

    ~SegmentMemory()
    {
        // A view frees itself: it is a safe handle.
        if (_view is null)
        {
            NativeMemory.AlignedFree(Start);
            if (Length > 0)
                GC.RemoveMemoryPressure(Length);
        }
    }

    public byte* Start { get; }

    public long Length { get; }

    /// <summary>Maps a file.</summary>
    /// <exception cref="ModelFormatException">It is too short to be a segment.</exception>
    public static SegmentMemory Map(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        var length = stream.Length;
        if (length < SegmentFormat.HeaderBytes)
            throw new ModelFormatException(FormattableString.Invariant($"The segment {path} must have at least {SegmentFormat.HeaderBytes} bytes, but has {length}. Restore it from a copy, or build the index again."));
        using var file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        var view = file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        return new SegmentMemory(start + view.PointerOffset, length, view);
    }

    /// <summary>Copies bytes.</summary>
    public static SegmentMemory Copy(IEnumerable<ReadOnlyMemory<byte>> chunks, long length)
    {
        var memory = new SegmentMemory((byte*)NativeMemory.AlignedAlloc((nuint)Math.Max(64, length), 64), length, null);
        if (length > 0)
            GC.AddMemoryPressure(length);
        var at = memory.Start;
        foreach (var chunk in chunks)
        {
            chunk.Span.CopyTo(new Span<byte>(at, chunk.Length));
            at += chunk.Length;
        }

        return memory;
    }

    /// <summary>Some of the bytes.</summary>
    public ReadOnlySpan<byte> Slice(long offset, long length) => new(Start + offset, checked((int)length));

    /// <summary>All bytes, copied in pieces that are written one after the other.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Pieces()
    {
        var pieces = new List<ReadOnlyMemory<byte>>();
        for (long at = 0; at < Length; at += CopyPiece)
            pieces.Add(Slice(at, Math.Min(CopyPiece, Length - at)).ToArray());
        return pieces;
    }
}
