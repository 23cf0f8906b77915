using Bellwether.Features.Engine;
using Bellwether.Features.Tests.Streams;
using FsCheck;
using FsCheck.Fluent;

namespace Bellwether.Features.Tests.Engine;

public sealed class EngineAgreesWithSlowFeaturesTests
{
    private static readonly FeatureSet<Payment> _features = PaymentFeatures.All();

    [Fact]
    public void Every_vector_is_what_looking_at_every_event_gives()
    {
        Prop.ForAll(Gen.Choose(1, 1_000_000).ToArbitrary(), seed =>
        {
            Check((ulong)seed, 250, 60 + (seed % 600));
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));
    }

    [Fact]
    public void Long_histories_agree_too() => Check(7, 3000, 20);

    private static void Check(ulong seed, int count, double meanSeconds)
    {
        var engine = _features.CreateEngine(new EngineOptions { ExactDistinctEvents = 10_000 });
        var slow = new SlowFeatures();
        var vector = new double[_features.Schema.Count];
        var newest = RandomStreams.Start;
        foreach (var e in RandomStreams.Make(seed, count, meanSeconds, cards: 3, merchants: 2))
        {
            if (e is Payment request && e.Time >= newest.AddHours(-1))
            {
                engine.Compute(request, vector);
                var expected = slow.Compute(request);
                for (var i = 0; i < vector.Length; i++)
                    AssertSame(expected[_features.Schema[i].Name], vector[i], $"{_features.Schema[i].Name} of {e.Id}, seed {seed}");
            }

            newest = e.Time > newest ? e.Time : newest;
            engine.Apply(e);
            slow.Apply(e);
        }

        Assert.Equal(0, engine.TooLate);
    }

    private static void AssertSame(double expected, double actual, string what)
    {
        var name = what.Split(' ')[0];
        var same = name == "decayed" ? Math.Abs(expected - actual) <= 1e-9 * (1 + Math.Abs(expected)) || (double.IsNaN(expected) && double.IsNaN(actual))
            : name.StartsWith("std", StringComparison.Ordinal) ? Math.Abs(expected - actual) <= 1e-12 * Math.Abs(expected) || expected.Equals(actual)
            : name.StartsWith("mean", StringComparison.Ordinal) || name.StartsWith("tip", StringComparison.Ordinal) || name.StartsWith("vs", StringComparison.Ordinal)
                ? Math.Abs(expected - actual) <= 1e-14 * Math.Abs(expected) || expected.Equals(actual)
            : expected.Equals(actual);
        Assert.True(same, $"{what}: expected {expected:R}, got {actual:R}");
    }
}
