using System.Globalization;
using System.Runtime.InteropServices;
using Bellwether.Data.Events;
using Bellwether.Features.Engine;
using Bellwether.Gallery.Trust.CardFraud;
using Bellwether.Numerics.Hashing;

namespace Bellwether.Bench.Features;

/// <summary>How many events a second does one core replay, with the vector of every payment computed? By processor time, so that other
/// processes on the machine do not count.</summary>
internal static class ReplayRun
{
    public static void Run(int events, int rounds)
    {
        Console.WriteLine("| cards | events | features | M events/s, best (median) of processor time | entities | engine MB | allocated bytes/event |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var scale in (double[])[0.02, 0.5, 1, 12.5])
        {
            var log = PaymentLog.Make(events, scale);
            var rates = new double[rounds];
            FeatureEngine<CardPayment> engine = null!;
            var (allocated, bits) = (0.0, 0UL);
            for (var round = 0; round < rounds; round++)
            {
                GC.Collect();
                engine = CardFraudParts.Definition.Features.CreateEngine();
                var (before, bytes) = (ProcessorTime.OfThread(), GC.GetAllocatedBytesForCurrentThread());
                bits = Replay(engine, log);
                rates[round] = log.Length / (ProcessorTime.OfThread() - before).TotalSeconds / 1e6;
                allocated = (GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)log.Length;
            }

            Array.Sort(rates);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {scale * 4_000:N0} | {log.Length:N0} | {engine.Schema.Count} | {rates[^1]:F2} ({rates[rounds / 2]:F2}) | {engine.EntityCount:N0} | {engine.ApproximateBytes >> 20} | {allocated:F0} |"));
            Console.Error.WriteLine($"fingerprint of all vectors: {bits:x16}");
        }
    }

    private static ulong Replay(FeatureEngine<CardPayment> engine, IEvent[] log)
    {
        var vector = new double[engine.Schema.Count];
        var bits = 0UL;
        foreach (var fact in log)
        {
            if (fact is CardPayment payment)
            {
                engine.Compute(payment, vector);
                bits = StableHash.Of(MemoryMarshal.AsBytes<double>(vector), bits);
            }

            engine.Apply(fact);
        }

        return StableHash.Of(bits);
    }
}
