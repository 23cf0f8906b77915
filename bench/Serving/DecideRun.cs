using System.Diagnostics;
using System.Globalization;
using Bellwether.Numerics.Sketches;

namespace Bellwether.Bench.Serving;

/// <summary>How long does one decision take, as a distribution? By the clock, so what other processes take is in the upper percentiles.</summary>
internal static class DecideRun
{
    private const int WarmUp = 50_000, Calls = 300_000;

    public static void Run()
    {
        var (plain, explaining) = (new DecideScene(reasons: 0), new DecideScene(reasons: 3));
        Console.WriteLine("| decision in the process, no I/O | p50 us | p99 us | processor us | bytes allocated |");
        Console.WriteLine("|---|---|---|---|---|");
        Measure("features", () => plain.Compute());
        Measure("features + trees + decision", () => plain.Preview());
        Measure("the same, and its log record written", () => plain.Decide());
        Measure("the same, with three reasons asked for", () => explaining.Decide());
    }

    private static void Measure(string name, Action call)
    {
        for (var i = 0; i < WarmUp; i++)
            call();
        var histogram = new LatencyHistogram();
        var (cpu, bytes) = (ProcessorTime.OfThread(), GC.GetAllocatedBytesForCurrentThread());
        for (var i = 0; i < Calls; i++)
        {
            var start = Stopwatch.GetTimestamp();
            call();
            histogram.RecordNanoseconds((long)Stopwatch.GetElapsedTime(start).TotalNanoseconds);
        }

        var used = (ProcessorTime.OfThread() - cpu).TotalMicroseconds / Calls;
        var allocated = (GC.GetAllocatedBytesForCurrentThread() - bytes) / Calls;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {histogram.QuantileNanoseconds(0.5) / 1e3:F1} | {histogram.QuantileNanoseconds(0.99) / 1e3:F1} | {used:F1} | {allocated} |"));
    }
}
