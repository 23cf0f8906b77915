using Bellwether.Data.Events;
using Bellwether.Numerics.Random;

namespace Bellwether.Features.Tests.Streams;

/// <summary>Event streams with everything that makes windows hard: ties, late events, missing values, null keys, bursts and gaps.</summary>
public static class RandomStreams
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Events in the order of the log; times may step back by less than <paramref name="lateSeconds"/>.</summary>
    public static List<IEvent> Make(ulong seed, int count, double meanSeconds = 120, int lateSeconds = 3000, int cards = 5, int merchants = 3)
    {
        var random = new Seed(seed).Stream();
        var log = new List<IEvent>(count);
        var now = 0L; // microseconds
        for (var i = 0; i < count; i++)
        {
            if (!random.NextBool(0.2))
                now += (long)(random.NextExponential(random.NextBool(0.02) ? meanSeconds * 100 : meanSeconds) * 1e6);
            if (random.NextBool(0.3))
                now -= now % 60_000_000; // whole minutes make ties at window edges
            var time = random.NextBool(0.2) ? Math.Max(0, now - (random.NextInt(lateSeconds) * 1_000_000L)) : now;
            var at = Start.AddTicks(time * 10);
            var merchant = random.NextBool(0.1) ? null : "m" + random.NextInt(merchants);
            if (random.NextBool(0.15))
                log.Add(new Chargeback("c" + i, at, merchant, random.NextDouble(0, 500)));
            else if (random.NextBool(0.03))
                log.Add(new Unrelated("u" + i, at));
            else
                log.Add(new Payment("p" + i, at, random.NextBool(0.1) ? null : "k" + random.NextInt(cards), merchant,
                    random.NextBool(0.1) ? double.NaN : Math.Round(random.NextLogNormal(3, 1.5), 2) * (random.NextBool(0.1) ? -1 : 1),
                    random.NextBool(0.3) ? null : random.NextDouble(0, 10),
                    random.NextBool(0.1) ? null : "c" + random.NextInt(4)));
        }

        return log;
    }
}
