using System.Runtime.InteropServices;

namespace Bellwether.Storage.DuckDb.Events;

/// <summary>Makes the creation, renaming and deletion of files in a directory durable.</summary>
internal static partial class JournalDirectory
{
    private const int ReadOnly = 0;

    /// <summary>Syncs the directory itself on Unix. Windows (NTFS) journals names with the files and offers no such call: nothing to do there.</summary>
    /// <exception cref="IOException">The directory could not be synced.</exception>
    public static void Sync(string directory)
    {
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = Open(directory, ReadOnly);
        if (descriptor < 0)
            throw new IOException($"The directory {directory} could not be opened to sync it: {Marshal.GetLastPInvokeErrorMessage()}.");
        var failed = Fsync(descriptor) != 0 ? Marshal.GetLastPInvokeErrorMessage() : null;
        _ = Close(descriptor);
        if (failed is not null)
            throw new IOException($"The directory {directory} could not be synced: {failed}.");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
