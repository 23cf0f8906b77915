using System.Diagnostics;
using System.Globalization;

namespace Bellwether.Bench;

/// <summary>Processor time used: the fair measure on a machine with other work.</summary>
internal static class ProcessorTime
{
    /// <summary>Of this thread, where the system tells it; else of the process.</summary>
    public static TimeSpan OfThread()
    {
        const string path = "/proc/thread-self/schedstat";
        if (!File.Exists(path))
            return Process.GetCurrentProcess().TotalProcessorTime;
        var nanoseconds = File.ReadAllText(path).Split(' ')[0];
        return TimeSpan.FromTicks(long.Parse(nanoseconds, CultureInfo.InvariantCulture) / 100);
    }
}
