using System.Diagnostics;
using Bellwether.Data.Events;
using Bellwether.Features.Definitions;
using Bellwether.Features.Engine;
using Bellwether.Features.Tests.Streams;
using Bellwether.Numerics.Random;
using Xunit.Abstractions;

namespace Bellwether.Features.Tests.Engine;

/// <summary>Measured only on request: set BELLWETHER_MEASURE=1, build with -c Release.</summary>
public sealed class ReplaySpeedTests(ITestOutputHelper output)
{
    [SkippableFact]
    public void Replay_of_twenty_card_fraud_features_is_fast()
    {
        Skip.IfNot(Environment.GetEnvironmentVariable("BELLWETHER_MEASURE") == "1", "measures only with BELLWETHER_MEASURE=1");
        foreach (var (cards, merchants) in ((int, int)[])[(2_000, 200), (50_000, 2_000)])
        {
            var log = Log(1_000_000, cards, merchants);
            for (var round = 0; round < 4; round++)
            {
                var engine = Features().CreateEngine();
                var vector = new double[engine.Schema.Count];
                var watch = Stopwatch.StartNew();
                var cpu = Environment.CpuUsage.TotalTime;
                foreach (var e in log)
                {
                    if (e is Payment p)
                        engine.Compute(p, vector);
                    engine.Apply(e);
                }

                var rate = log.Length / watch.Elapsed.TotalSeconds;
                var perCore = log.Length / (Environment.CpuUsage.TotalTime - cpu).TotalSeconds;
                output.WriteLine($"{cards} cards: {rate / 1e6:F2} M events/s by the clock, {perCore / 1e6:F2} by processor time, {engine.Schema.Count} features, {engine.EntityCount} entities, {engine.ApproximateBytes >> 20} MB");
                Assert.True(rate > 0);
            }
        }
    }

    internal static IEvent[] Log(int count, int cards, int merchants)
    {
        var random = new Seed(1).Stream();
        var cardNames = Enumerable.Range(0, cards).Select(i => "card-" + i.ToString("D8", null)).ToArray();
        var merchantNames = Enumerable.Range(0, merchants).Select(i => "merchant-" + i.ToString("D6", null)).ToArray();
        var countries = Enumerable.Range(0, 40).Select(i => "C" + i).ToArray();
        var log = new IEvent[count];
        for (var i = 0; i < count; i++)
        {
            // Ten days; merchants are Zipf-like, cards uniform.
            var time = RandomStreams.Start.AddTicks((long)(i * (864_000.0 / count) * 1e7));
            var merchant = merchantNames[(int)(Math.Pow(merchants, random.NextDouble()) - 1)];
            log[i] = random.NextBool(0.01)
                ? new Chargeback("c", time, merchant, 50)
                : new Payment("p", time, cardNames[random.NextInt(cards)], merchant, Math.Round(random.NextLogNormal(3, 1), 2), null, countries[random.NextInt(40)]);
        }

        return log;
    }

    private static FeatureSet<Payment> Features()
    {
        var set = new FeatureSetBuilder<Payment>();
        Define(set);
        return set.Build();
    }

    internal static void Define(FeatureSetBuilder<Payment> set)
    {
        var card = set.Per("card", p => p.Card);
        var merchant = set.Per("merchant", p => p.Merchant);
        var (hour, day, week) = (TimeSpan.FromHours(1), TimeSpan.FromDays(1), TimeSpan.FromDays(7));
        var usual = card.Mean(p => p.Amount, week);
        set.Add("card_payments_1h", card.Count(hour));
        set.Add("card_payments_24h", card.Count(day));
        set.Add("card_payments_7d", card.Count(week));
        set.Add("card_spend_1h", card.Sum(p => p.Amount, hour));
        set.Add("card_spend_24h", card.Sum(p => p.Amount, day));
        set.Add("card_mean_7d", usual);
        set.Add("card_std_7d", card.Std(p => p.Amount, week));
        set.Add("card_max_24h", card.Max(p => p.Amount, day));
        set.Add("card_last", card.Last(p => p.Amount));
        set.Add("card_since", card.TimeSinceLast());
        set.Add("card_countries_24h", card.Distinct(p => p.Country, day));
        set.Add("card_decayed", card.Decayed(p => p.Amount, day));
        set.Add("merchant_payments_1h", merchant.Count(hour));
        set.Add("merchant_payments_24h", merchant.Count(day));
        set.Add("merchant_mean_24h", merchant.Mean(p => p.Amount, day));
        set.Add("merchant_cb_rate", merchant.Rate<Chargeback>(c => c.Merchant, week, 0.002, 50));
        set.Add("hour", p => p.Time.Hour);
        set.Add("amount", p => p.Amount);
        set.Add("country", set.Category(p => p.Country));
        set.Add("amount_vs_usual", (p, f) => p.Amount / (1 + f[usual]));
    }
}
