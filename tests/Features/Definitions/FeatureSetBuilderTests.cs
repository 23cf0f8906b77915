using Bellwether.Data.Training;
using Bellwether.Features.Definitions;
using Bellwether.Features.Tests.Engine;
using Bellwether.Features.Tests.Streams;

namespace Bellwether.Features.Tests.Definitions;

public sealed class FeatureSetBuilderTests
{
    private static readonly Payment _payment = new("p", RandomStreams.Start, "k", "m", 12, null, "de");

    [Fact]
    public void The_schema_has_names_kinds_and_descriptions_in_order()
    {
        var set = new FeatureSetBuilder<Payment>();
        set.Add("count", set.Per("card", p => p.Card).Count(TimeSpan.FromHours(1)), "payments").Add("country", set.Category(p => p.Country));
        Assert.Equal([new FeatureSpec("count", FeatureKind.Numeric, "payments"), new FeatureSpec("country", FeatureKind.Categorical)],
            set.Build().Schema.Features);
    }

    [Fact]
    public void Combinations_may_be_written_with_the_window_inside()
    {
        var set = new FeatureSetBuilder<Payment>();
        var card = set.Per("card", p => p.Card);
        set.Add("ratio", (p, f) => p.Amount / (1 + f[card.Mean(x => x.Amount, TimeSpan.FromDays(30))]));
        set.Add("twice", (p, f) => 2 * f["ratio"]);
        var engine = set.Build().CreateEngine();
        engine.Apply(_payment with { Amount = 2 });
        Assert.Equal([4, 8], PurityTests.Vector(engine, _payment));
    }

    [Fact]
    public void Combinations_name_only_features_added_before()
    {
        var set = new FeatureSetBuilder<Payment>();
        set.Add("a", (p, f) => f["b"]).Add("b", p => p.Amount);
        Assert.Contains("'b'", Assert.Throws<ArgumentException>(() => set.Build()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_stands_between_brackets_must_not_depend_on_the_request()
    {
        var set = new FeatureSetBuilder<Payment>();
        set.Add("a", (p, f) => f[p.Id]);
        Assert.Contains("must not depend on the request", Assert.Throws<ArgumentException>(() => set.Build()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_stands_for_one_feature_and_one_key()
    {
        var set = new FeatureSetBuilder<Payment>();
        set.Add("a", p => p.Amount);
        Assert.Throws<ArgumentException>(() => set.Add("a", p => p.Amount));
        set.Per("card", p => p.Card);
        set.Per("card", x => x.Card);
        Assert.Throws<ArgumentException>(() => set.Per("card", p => p.Merchant));
    }

    [Fact]
    public void Streams_of_another_builder_are_refused()
    {
        var other = new FeatureSetBuilder<Payment>().Per("card", p => p.Card);
        var set = new FeatureSetBuilder<Payment>();
        set.Add("a", other.Count(TimeSpan.FromHours(1)));
        Assert.Throws<ArgumentException>(() => set.Build());
    }

    [Fact]
    public void Windows_must_be_longer_than_nothing()
    {
        var card = new FeatureSetBuilder<Payment>().Per("card", p => p.Card);
        Assert.Throws<ArgumentOutOfRangeException>(() => card.Count(TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => card.Decayed(p => p.Amount, TimeSpan.FromDays(-1)));
    }

    [Fact]
    public void The_same_selector_written_twice_is_kept_once()
    {
        var (one, two) = (new FeatureSetBuilder<Payment>(), new FeatureSetBuilder<Payment>());
        var card = one.Per("card", p => p.Card);
        one.Add("a", card.Sum(p => p.Amount, TimeSpan.FromHours(1))).Add("b", card.Sum(p => p.Amount, TimeSpan.FromHours(2)));
        card = two.Per("card", p => p.Card);
        two.Add("a", card.Sum(p => p.Amount, TimeSpan.FromHours(1))).Add("b", card.Sum(p => p.Amount * 2, TimeSpan.FromHours(2)));
        long Bytes(FeatureSetBuilder<Payment> set)
        {
            var engine = set.Build().CreateEngine();
            for (var i = 0; i < 10; i++)
                engine.Apply(_payment);
            var snapshot = new MemoryStream();
            engine.Snapshot(snapshot);
            return snapshot.Length;
        }

        Assert.Equal(Bytes(one) + (11 * 3 * sizeof(long)), Bytes(two));
    }

    [Fact]
    public void Selectors_that_capture_different_values_are_different()
    {
        var set = new FeatureSetBuilder<Payment>();
        var card = set.Per("card", p => p.Card);
        foreach (var factor in (double[])[1, 2, 3])
            set.Add($"sum_{factor}", card.Sum(p => p.Amount * factor, TimeSpan.FromHours(1)));
        var engine = set.Build().CreateEngine();
        engine.Apply(_payment);
        Assert.Equal([12, 24, 36], PurityTests.Vector(engine, _payment));
    }

    [Fact]
    public void Signals_become_features_and_missing_ones_are_missing()
    {
        var set = new FeatureSetBuilder<Payment>();
        set.Signals(p => p.Signals, "v1", "v2");
        var engine = set.Build().CreateEngine();
        Assert.Equal([3.5, double.NaN], PurityTests.Vector(engine, _payment with { Signals = new Bellwether.Data.Events.Signals([new("v1", 3.5)]) }));
    }

    [Fact]
    public void A_null_key_makes_all_features_of_the_entity_missing()
    {
        var set = new FeatureSetBuilder<Payment>();
        var card = set.Per("card", p => p.Card);
        set.Add("count", card.Count(TimeSpan.FromHours(1))).Add("sum", card.Sum(p => p.Amount, TimeSpan.FromHours(1)))
            .Add("rate", card.Rate<Chargeback>(c => c.Merchant, TimeSpan.FromHours(1), 0.1, 1));
        var engine = set.Build().CreateEngine();
        engine.Apply(_payment with { Card = null });
        Assert.Equal([double.NaN, double.NaN, double.NaN], PurityTests.Vector(engine, _payment with { Card = null }));
        Assert.Equal(0, engine.EntityCount);
    }

    [Fact]
    public void Distinct_says_when_it_only_estimates()
    {
        var set = new FeatureSetBuilder<Payment>();
        var merchant = set.Per("merchant", p => p.Merchant);
        set.Add("cards", merchant.Distinct(p => p.Card, TimeSpan.FromHours(1))).Add("double", (p, f) => 2 * f["cards"]).Add("amount", p => p.Amount);
        var engine = set.Build().CreateEngine();
        for (var i = 0; i < 5000; i++)
        {
            if (i == 256)
                Assert.True(engine.IsExact(_payment, "cards") && engine.IsExact(_payment, "double"));
            engine.Apply(_payment with { Card = "k" + i });
        }

        Assert.False(engine.IsExact(_payment, "cards"));
        Assert.False(engine.IsExact(_payment, "double"));
        Assert.True(engine.IsExact(_payment, "amount"));
        Assert.InRange(PurityTests.Vector(engine, _payment)[0], 4750, 5250);
    }
}
