using Bellwether.Features.Definitions;
using Bellwether.Features.Engine;
using Bellwether.Features.Tests.Streams;

namespace Bellwether.Features.Tests.Engine;

public sealed class BoundedMemoryTests
{
    private static readonly FeatureSet<Payment> _features = Hourly();

    [Fact]
    public void Idle_entities_are_forgotten_and_counted()
    {
        var engine = _features.CreateEngine();
        for (var i = 0; i < 1000; i++)
            engine.Apply(Pay("k" + i, i * 60));
        // One window and one hour of lateness: 120 cards are younger than that.
        Assert.InRange(engine.EntityCount, 119, 122);
        Assert.Equal(1000, engine.EntityCount + engine.Evicted);
    }

    [Fact]
    public void Forgetting_idle_entities_changes_no_vector()
    {
        var engine = _features.CreateEngine();
        var random = new Numerics.Random.Seed(1).Stream();
        var log = Enumerable.Range(0, 3000).Select(i => Pay("k" + random.NextInt(300), i * 60)).ToList();
        for (var i = 0; i < log.Count; i++)
        {
            var expected = log.Take(i).Count(p => p.Card == log[i].Card && p.Time > log[i].Time.AddHours(-1));
            Assert.Equal(expected, PurityTests.Vector(engine, log[i])[0]);
            engine.Apply(log[i]);
        }

        Assert.True(engine.Evicted > 100);
    }

    [Fact]
    public void The_cap_forgets_the_entity_without_events_for_longest()
    {
        var engine = _features.CreateEngine(new EngineOptions { MaxEntities = 3 });
        foreach (var card in (string[])["a", "b", "c", "a", "d"])
            engine.Apply(Pay(card, 0));
        Assert.Equal(3, engine.EntityCount);
        Assert.Equal(1, engine.Evicted);
        Assert.Equal(2, PurityTests.Vector(engine, Pay("a", 1))[0]);
        Assert.Equal(0, PurityTests.Vector(engine, Pay("b", 1))[0]);
        Assert.Equal(1, PurityTests.Vector(engine, Pay("c", 1))[0]);
        Assert.Equal(1, PurityTests.Vector(engine, Pay("d", 1))[0]);
    }

    [Fact]
    public void Memory_stays_where_it_is_once_windows_are_full()
    {
        var engine = _features.CreateEngine();
        long Run(int from, int to)
        {
            for (var i = from; i < to; i++)
                engine.Apply(Pay("k" + (i % 50), i));
            return engine.ApproximateBytes;
        }

        var warm = Run(0, 20_000);
        Assert.Equal(warm, Run(20_000, 200_000));
        Assert.True(warm < 2_000_000, $"{warm} bytes");
    }

    [Fact]
    public void One_wild_time_does_not_empty_the_table()
    {
        var engine = _features.CreateEngine();
        for (var i = 0; i < 100; i++)
            engine.Apply(Pay("k" + i, i));
        engine.Apply(Pay("wild", 1_000_000_000));
        Assert.True(engine.Evicted <= 2);
    }

    [Fact]
    public void Values_out_of_range_are_counted_and_missing()
    {
        var set = new FeatureSetBuilder<Payment>();
        var card = set.Per("card", p => p.Card);
        set.Add("count", card.Count(TimeSpan.FromHours(1)));
        set.Add("sum", card.Sum(p => p.Amount, TimeSpan.FromHours(1)));
        set.Add("last", card.Last(p => p.Amount));
        var engine = set.Build().CreateEngine();
        foreach (var amount in (double[])[5, 1e300, double.PositiveInfinity, double.NaN, -7, 2147483649, 2147483648])
            engine.Apply(Pay("k", 0) with { Amount = amount });
        var vector = PurityTests.Vector(engine, Pay("k", 1));
        Assert.Equal([7, 2147483646, 2147483648], vector);
        Assert.Equal(3, engine.ValuesOutOfRange);
    }

    [Fact]
    public void Events_of_no_use_and_events_too_late_are_counted()
    {
        var engine = _features.CreateEngine();
        engine.Apply(new Unrelated("u", RandomStreams.Start));
        for (var i = 0; i < 10; i++)
            engine.Apply(Pay("k", 3600 * i));
        engine.Apply(Pay("k", 60));
        Assert.Equal((1, 1, 12), (engine.UnknownEvents, engine.TooLate, engine.AppliedEvents));
    }

    [Fact]
    public void Rings_of_many_sizes_do_not_mix()
    {
        var engine = _features.CreateEngine();
        var random = new Numerics.Random.Seed(5).Stream();
        var counts = new Dictionary<string, Queue<double>>(StringComparer.Ordinal);
        for (var i = 0; i < 60_000; i++)
        {
            var card = "k" + (int)Math.Pow(300, random.NextDouble());
            var seen = counts.TryGetValue(card, out var q) ? q : counts[card] = new Queue<double>();
            while (seen.Count > 0 && seen.Peek() <= (i / 5) - 3600)
                seen.Dequeue();
            var vector = PurityTests.Vector(engine, Pay(card, i / 5));
            Assert.Equal(seen.Count, vector[0]);
            Assert.Equal(seen.Sum(), vector[1]);
            engine.Apply(Pay(card, i / 5) with { Amount = i / 5 });
            seen.Enqueue(i / 5);
        }
    }

    private static Payment Pay(string card, double seconds) => new("p", RandomStreams.Start.AddSeconds(seconds), card, null, 1, null, null);

    private static FeatureSet<Payment> Hourly()
    {
        var set = new FeatureSetBuilder<Payment>();
        var card = set.Per("card", p => p.Card);
        set.Add("count", card.Count(TimeSpan.FromHours(1)));
        set.Add("sum", card.Sum(p => p.Amount, TimeSpan.FromHours(1)));
        return set.Build();
    }
}
