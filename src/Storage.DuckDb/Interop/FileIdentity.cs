using System.Globalization;
using System.Runtime.InteropServices;

namespace Bellwether.Storage.DuckDb.Interop;

/// <summary>What makes two paths the same file: device and inode where the system tells (Linux), the path with every link followed
/// elsewhere.</summary>
internal static unsafe partial class FileIdentity
{
    private const int CurrentFolder = -100, InodeMask = 0x100, StatxSize = 256;

    /// <summary>The identity of a file that exists; null when there is none.</summary>
    public static string? Of(string path)
    {
        var full = Path.GetFullPath(path);
        if (!File.Exists(full))
            return null;
        return (OperatingSystem.IsLinux() ? Inode(full) : null) ?? FollowLinks(full);
    }

    private static string? Inode(string path)
    {
        // struct statx: stx_ino at 32, stx_dev_major at 136, stx_dev_minor at 140; the layout is the kernel's, the same on every machine.
        var status = stackalloc byte[StatxSize];
        try
        {
            if (statx(CurrentFolder, path, 0, InodeMask, status) != 0)
                return null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }

        var bytes = new ReadOnlySpan<byte>(status, StatxSize);
        return string.Create(CultureInfo.InvariantCulture,
            $"{MemoryMarshal.Read<uint>(bytes[136..])}:{MemoryMarshal.Read<uint>(bytes[140..])}:{MemoryMarshal.Read<ulong>(bytes[32..])}");
    }

    private static string FollowLinks(string full)
    {
        var followed = Path.GetPathRoot(full)!;
        foreach (var part in full[followed.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            followed = Path.Combine(followed, part);
            FileSystemInfo entry = Directory.Exists(followed) ? new DirectoryInfo(followed) : new FileInfo(followed);
            followed = entry.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? followed;
        }

        return OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? followed.ToUpperInvariant() : followed;
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statx(int folder, string path, int flags, uint mask, byte* status);
}
