using System.Runtime.InteropServices;

namespace Bellwether.Retrieval.VectorSearch;

/// <summary>A piece of unmanaged memory, zeroed and aligned to 64 bytes, or a piece of a mapped file. It lives as long as something refers to it: whoever uses the pointer keeps the block alive.</summary>
/// <remarks>Unmanaged, because indexes are larger than an array may be and are shared with files byte for byte; freed by the finalizer, because readers without locks may still be at
/// work on a block that a writer has replaced.</remarks>
internal sealed unsafe partial class Block
{
    private const int HugePage = 2 << 20, AdviseHugePages = 14;

    private readonly object? _owner;

    /// <summary>Takes zeroed memory from the system.</summary>
    /// <exception cref="OutOfMemoryException">There is not enough.</exception>
    public Block(long length)
    {
        Length = length;
        // Searches touch memory at random: with 2 MiB pages most of them find their address without walking the page tables.
        var huge = length >= 4 * HugePage;
        Pointer = (byte*)NativeMemory.AlignedAlloc((nuint)Math.Max(length, 64), huge ? HugePage : 64u);
        if (huge && OperatingSystem.IsLinux())
            _ = Advise(Pointer, (nuint)length, AdviseHugePages);
        NativeMemory.Clear(Pointer, (nuint)length);
        GC.AddMemoryPressure(Math.Max(length, 64));
    }

    /// <summary>Sees memory of <paramref name="owner"/>, which frees it.</summary>
    public Block(byte* pointer, long length, object owner)
    {
        Pointer = pointer;
        (Length, _owner) = (length, owner);
        GC.SuppressFinalize(this);
    }

    ~Block()
    {
        NativeMemory.AlignedFree(Pointer);
        GC.RemoveMemoryPressure(Math.Max(Length, 64));
    }

    public byte* Pointer { get; }

    public long Length { get; }

    /// <summary>Whether this is memory of a file, which must not be written.</summary>
    public bool IsMapped => _owner is not null;

    public static Block Of<T>(ReadOnlySpan<T> values) where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values);
        var block = new Block(bytes.Length);
        bytes.CopyTo(new Span<byte>(block.Pointer, bytes.Length));
        return block;
    }

    /// <summary>A copy with room for more; what is beyond the copied bytes is zero.</summary>
    public Block Grown(long length, long copied)
    {
        var grown = new Block(length);
        Buffer.MemoryCopy(Pointer, grown.Pointer, length, Math.Min(copied, Length));
        GC.KeepAlive(this);
        return grown;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(byte* address, nuint length, int advice);
}
