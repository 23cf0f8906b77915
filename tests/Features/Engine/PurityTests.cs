using Bellwether.Features.Engine;
using Bellwether.Features.Tests.Streams;
using Bellwether.Numerics.Random;
using FsCheck;
using FsCheck.Fluent;

namespace Bellwether.Features.Tests.Engine;

public sealed class PurityTests
{
    private static readonly FeatureSet<Payment> _features = PaymentFeatures.All();
    private static readonly EngineOptions _options = new() { ExactDistinctEvents = 8 };

    [Fact]
    public void Reads_change_nothing_whatever_their_order_and_time() =>
        Prop.ForAll(Gen.Choose(1, 1_000_000).ToArbitrary(), seed =>
        {
            var log = RandomStreams.Make((ulong)seed, 300);
            var quiet = _features.CreateEngine(_options);
            var busy = _features.CreateEngine(_options);
            var random = new Seed((ulong)seed).Derive("reads").Stream();
            var requests = log.OfType<Payment>().ToList();
            foreach (var e in log)
            {
                for (var i = random.NextInt(4); i > 0; i--)
                {
                    var other = requests[random.NextInt(requests.Count)];
                    Vector(busy, other with { Time = other.Time.AddSeconds(random.NextDouble(-100_000, 200_000)) });
                }

                quiet.Apply(e);
                busy.Apply(e);
            }

            var last = log.Max(e => e.Time);
            foreach (var request in requests)
                AssertSameBits(Vector(quiet, request with { Time = last.AddSeconds(-600) }), Vector(busy, request with { Time = last.AddSeconds(-600) }));
            foreach (var request in Enumerable.Reverse(requests))
                AssertSameBits(Vector(quiet, request), Vector(busy, request));
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    [Fact]
    public void Late_events_end_where_events_in_order_would() =>
        Prop.ForAll(Gen.Choose(1, 1_000_000).ToArbitrary(), seed =>
        {
            // Different times everywhere, so that the order of ties plays no part.
            var log = RandomStreams.Make((ulong)seed, 300).OfType<Payment>().Select((p, i) => p with { Time = p.Time.AddTicks(i * 10) }).ToList();
            var late = _features.CreateEngine(_options);
            var ordered = _features.CreateEngine(_options);
            log.ForEach(late.Apply);
            log.OrderBy(e => e.Time).ToList().ForEach(ordered.Apply);
            var last = log.Max(e => e.Time);
            foreach (var request in log)
                AssertSameBits(Vector(ordered, request with { Time = last }), Vector(late, request with { Time = last }));
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    [Fact]
    public void A_vector_does_not_hold_the_request_itself_until_it_is_applied()
    {
        var engine = _features.CreateEngine();
        var request = new Payment("p", RandomStreams.Start, "k", "m", 10, null, null);
        Assert.Equal(0, Vector(engine, request)[_features.Schema.IndexOf("count_0")]);
        engine.Apply(request);
        Assert.Equal(1, Vector(engine, request)[_features.Schema.IndexOf("count_0")]);
    }

    [Fact]
    public void A_window_is_open_at_its_beginning_and_closed_at_its_end()
    {
        var engine = _features.CreateEngine();
        var request = new Payment("p", RandomStreams.Start, "k", "m", 10, null, null);
        engine.Apply(request);
        double Count(TimeSpan later) => Vector(engine, request with { Time = RandomStreams.Start + later })[_features.Schema.IndexOf("count_0")];
        Assert.Equal(0, Count(TimeSpan.FromMicroseconds(-1)));
        Assert.Equal(1, Count(TimeSpan.Zero));
        Assert.Equal(1, Count(PaymentFeatures.Windows[0] - TimeSpan.FromMicroseconds(1)));
        Assert.Equal(0, Count(PaymentFeatures.Windows[0]));
    }

    internal static double[] Vector(FeatureEngine<Payment> engine, Payment request)
    {
        var vector = new double[engine.Schema.Count];
        engine.Compute(request, vector);
        return vector;
    }

    internal static void AssertSameBits(double[] expected, double[] actual)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.True(BitConverter.DoubleToInt64Bits(expected[i]) == BitConverter.DoubleToInt64Bits(actual[i]),
                $"{_features.Schema[i].Name}: expected {expected[i]:R}, got {actual[i]:R}");
    }
}
