using Bellwether.Features.Definitions;
using Bellwether.Features.Engine;
using Bellwether.Features.Tests.Streams;
using Bellwether.Numerics.Random;

namespace Bellwether.Features.Tests.Engine;

/// <summary>Minima and maxima of windows, against looking at every value: shapes that make the links long, late events, missing values, a restart.</summary>
public sealed class ExtremeTests
{
    private static readonly FeatureSet<Payment> _features = Windows();

    public static TheoryData<string> Shapes => ["random", "falling", "rising", "equal", "saw", "missing"];

    [Theory, MemberData(nameof(Shapes))]
    public void Extremes_agree_with_looking_at_every_value(string shape)
    {
        var random = new Seed(11).Stream();
        var engine = _features.CreateEngine(new EngineOptions { Lateness = TimeSpan.FromMinutes(10) });
        var past = new List<(double At, double Amount)>();
        for (var i = 0; i < 3_000; i++)
        {
            var late = random.NextBool(0.05) ? random.NextDouble(0, 500) : 0;
            var amount = shape switch
            {
                "falling" => 1e6 - i,
                "rising" => i,
                "equal" => 7,
                "saw" => i % 97,
                "missing" => random.NextBool(0.7) ? double.NaN : random.NextDouble(0, 100),
                _ => random.NextDouble(0, 100),
            };
            engine.Apply(Pay((i * 4) - late, amount));
            past.Add(((i * 4) - late, amount));
            if (i == 1_500)
            {
                using var state = new MemoryStream();
                engine.Snapshot(state);
                state.Position = 0;
                engine = _features.Restore(state, new EngineOptions { Lateness = TimeSpan.FromMinutes(10) });
            }

            if (i % 7 != 0)
                continue;
            var now = (i * 4.0) + 1;
            var vector = PurityTests.Vector(engine, Pay(now, 1));
            Assert.Equal(Within(3600).DefaultIfEmpty(double.NaN).Max(), vector[0]);
            Assert.Equal(Within(3600).DefaultIfEmpty(double.NaN).Min(), vector[1]);
            Assert.Equal(Within(300).DefaultIfEmpty(double.NaN).Max(), vector[2]);
            IEnumerable<double> Within(double window) =>
                past.Where(p => p.At <= now && Math.Floor(p.At * 1e6) > (now - window) * 1e6 && !double.IsNaN(p.Amount)).Select(p => p.Amount);
        }
    }

    [Fact]
    public void A_long_falling_series_is_read_in_few_steps()
    {
        // Every value is a link of the chain: without the longer links this would be 200,000 x 200,000 steps and not end in a minute.
        var engine = _features.CreateEngine();
        var vector = new double[_features.CreateEngine().Schema.Count];
        for (var i = 0; i < 200_000; i++)
        {
            engine.Apply(Pay(i * 0.01, 1e6 - i));
            engine.Compute(Pay((i * 0.01) + 0.001, 1), vector);
        }

        Assert.Equal(1e6, vector[0]);
        Assert.Equal(1e6 - 199_999, vector[1]);
    }

    private static Payment Pay(double seconds, double amount) => new("p", RandomStreams.Start.AddTicks((long)(seconds * 1e6) * 10), "k", null, amount, null, null);

    private static FeatureSet<Payment> Windows()
    {
        var set = new FeatureSetBuilder<Payment>();
        var card = set.Per("card", p => p.Card);
        set.Add("max", card.Max(p => p.Amount, TimeSpan.FromHours(1)));
        set.Add("min", card.Min(p => p.Amount, TimeSpan.FromHours(1)));
        set.Add("max_5m", card.Max(p => p.Amount, TimeSpan.FromMinutes(5)));
        return set.Build();
    }
}
