using System.Globalization;

namespace Bellwether.Storage.DuckDb.Events;

/// <summary>One process owns a store's directory: a lock of the operating system, which dies with its process.</summary>
internal sealed class StoreLock : IDisposable
{
    private readonly FileStream _lock;

    private StoreLock(FileStream held) => _lock = held;

    /// <summary>Takes the directory, or says who has it.</summary>
    /// <exception cref="IOException">Another process, or this one, has it open.</exception>
    public static StoreLock Take(string directory)
    {
        var owner = Path.Combine(directory, "store.owner");
        try
        {
            var held = new FileStream(Path.Combine(directory, "store.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            TryNote(owner);
            return new(held);
        }
        catch (IOException cause) when (IsHeld(cause))
        {
            var who = File.Exists(owner) ? File.ReadAllText(owner).Trim() : "unknown";
            throw new IOException(
                $"The event store in {directory} must be opened by one process at a time, but process {who} has it open. "
                + $"Stop that process, or reach the events through it.", cause);
        }
    }

    public void Dispose() => _lock.Dispose();

    private static bool IsHeld(IOException cause) => OperatingSystem.IsWindows()
        ? (cause.HResult & 0xFFFF) is 32 or 33 // sharing or lock violation
        : cause.HResult is 11 or 35; // EWOULDBLOCK on Linux, on macOS

    private static void TryNote(string owner)
    {
        try
        {
            File.WriteAllText(owner, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            // The note only serves the message for a second process: on a full disk the store opens without it.
        }
    }
}
