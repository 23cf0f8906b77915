using System.Runtime.InteropServices;

namespace Bellwether.Storage.DuckDb.Events;

/// <summary>Lets a thread of background work stand back where the processors are few.</summary>
internal static partial class BackgroundThread
{
    private const int ProcessOrThread = 0, CallingThread = 0, Niceness = 4;

    /// <summary>Lowers the calling thread's share of the processor when others want it. On Linux, where .NET keeps thread priorities to itself,
    /// by its niceness, which there belongs to a thread; elsewhere the thread's own priority does it. Where it is refused nothing changes.</summary>
    /// <remarks>Only a little: on a machine without idle time it must still keep up with what decisions leave it.</remarks>
    public static void StandBack()
    {
        if (OperatingSystem.IsLinux())
            _ = SetPriority(ProcessOrThread, CallingThread, Niceness);
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, uint who, int niceness);
}
