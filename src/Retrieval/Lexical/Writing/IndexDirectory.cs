using System.Runtime.InteropServices;

namespace Bellwether.Retrieval.Lexical.Writing;

/// <summary>The files of an index. A file appears whole or not at all: it is written under another name, flushed to the disk, and renamed.</summary>
/// <param name="path">The directory.</param>
/// <param name="onStep">Called at every step; what it throws stops the work there, like a crash.</param>
internal sealed partial class IndexDirectory(string path, Action<IndexStep, string>? onStep)
{
    public const string Manifest = "manifest", Lock = "lock";

    private const string Unfinished = ".new";

    public string File(string name) => Path.Combine(path, name);

    public void Write(string name, IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        onStep?.Invoke(IndexStep.Begin, name);
        using (var stream = new FileStream(File(name + Unfinished), FileMode.Create, FileAccess.Write))
        {
            for (var i = 0; i < pieces.Count; i++)
            {
                var half = pieces[i].Length / 2;
                stream.Write(pieces[i].Span[..half]);
                if (i == pieces.Count / 2)
                {
                    stream.Flush();
                    onStep?.Invoke(IndexStep.HalfWritten, name);
                }

                stream.Write(pieces[i].Span[half..]);
            }

            onStep?.Invoke(IndexStep.Written, name);
            stream.Flush(flushToDisk: true);
        }

        onStep?.Invoke(IndexStep.Flushed, name);
        System.IO.File.Move(File(name + Unfinished), File(name), overwrite: true);
        Sync();
        onStep?.Invoke(IndexStep.Renamed, name);
    }

    /// <summary>Deletes what the names do not list: remains of a crash, and segments that were joined. A file that a snapshot still has mapped may stay until later.</summary>
    public void DeleteAllBut(IReadOnlySet<string> names)
    {
        foreach (var file in Directory.EnumerateFiles(path))
        {
            var name = Path.GetFileName(file);
            if (names.Contains(name) || name is Manifest or Lock || !IsOurs(name))
                continue;
            onStep?.Invoke(IndexStep.Delete, name);
            try
            {
                System.IO.File.Delete(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Windows refuses while it is mapped; the next commit tries again.
            }
        }
    }

    private static bool IsOurs(string name) => name.EndsWith(Unfinished, StringComparison.Ordinal) || name.EndsWith(".segment", StringComparison.Ordinal) || name.EndsWith(".live", StringComparison.Ordinal);

    /// <summary>Makes renames durable: on Unix the directory itself is synced; NTFS journals names with the files.</summary>
    private void Sync()
    {
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = Open(path, 0);
        if (descriptor < 0)
            throw new IOException($"The directory {path} could not be opened to sync it: {Marshal.GetLastPInvokeErrorMessage()}.");
        var failed = Fsync(descriptor) != 0 ? Marshal.GetLastPInvokeErrorMessage() : null;
        _ = Close(descriptor);
        if (failed is not null)
            throw new IOException($"The directory {path} could not be synced: {failed}.");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
