using System.Diagnostics;
using System.Diagnostics.Metrics;
using Bellwether.Server;

namespace Bellwether.LoadTarget;

/// <summary>What one measurement costs on the hot path: without a listener, and with the server's collector listening.</summary>
internal static class MeterCost
{
    private const int Rounds = 5_000_000;

    public static async Task PrintAsync()
    {
        using var meter = new Meter("Bellwether.MeterCost");
        var counter = meter.CreateCounter<long>("cost.counter");
        var histogram = meter.CreateHistogram<double>("cost.histogram", "s");
        Print("not listened to", counter, histogram);
        await using var app = ServerHost.Build(new ServerOptions(), []);
        for (var i = 0; i < 3; i++)
            Print("collected", counter, histogram);
    }

    private static void Print(string name, Counter<long> counter, Histogram<double> histogram)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < Rounds; i++)
            counter.Add(1, new KeyValuePair<string, object?>("system", "card-fraud"), new KeyValuePair<string, object?>("kind", "decision"));
        var added = Stopwatch.GetTimestamp();
        for (var i = 0; i < Rounds; i++)
            histogram.Record(0.0004, new KeyValuePair<string, object?>("system", "card-fraud"), new KeyValuePair<string, object?>("kind", "decision"));
        var recorded = Stopwatch.GetTimestamp();
        Console.WriteLine(FormattableString.Invariant(
            $"{name}: counter {Stopwatch.GetElapsedTime(started, added).TotalNanoseconds / Rounds:F1} ns, histogram {Stopwatch.GetElapsedTime(added, recorded).TotalNanoseconds / Rounds:F1} ns (two tags)"));
    }
}
