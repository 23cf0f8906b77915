using Bellwether.Features.Definitions;
using Bellwether.Features.Tests.Engine;
using Bellwether.Features.Tests.Streams;

namespace Bellwether.Features.Tests.Definitions;

public sealed class PairTests
{
    [Fact]
    public void A_pair_reads_the_same_as_a_key_joined_of_its_parts()
    {
        var set = new FeatureSetBuilder<Payment>();
        var joined = set.Per("joined", p => p.Card + "@" + p.Merchant);
        var pair = set.Per("pair", p => p.Card, p => p.Merchant);
        var day = TimeSpan.FromDays(1);
        set.Add("joined_count", joined.Count(day));
        set.Add("pair_count", pair.Count(day));
        set.Add("joined_sum", joined.Sum(p => p.Amount, day));
        set.Add("pair_sum", pair.Sum(p => p.Amount, day));
        var engine = set.Build().CreateEngine();
        var vector = new double[4];
        var seen = 0.0;
        foreach (var fact in ReplaySpeedTests.Log(20_000, 50, 20))
        {
            if (fact is Payment payment)
            {
                engine.Compute(payment, vector);
                Assert.Equal(vector[0], vector[1]);
                Assert.Equal(vector[2], vector[3]);
                seen = Math.Max(seen, vector[1]);
            }

            engine.Apply(fact);
        }

        Assert.True(seen > 1);
    }

    [Fact]
    public void Every_event_names_a_pair_by_two_keys()
    {
        var set = new FeatureSetBuilder<Payment>();
        var pair = set.Per("pair", p => p.Card, p => p.Merchant);
        var e = Assert.Throws<ArgumentException>(() => pair.On<Chargeback>(c => c.Merchant));
        Assert.Contains("two keys", e.Message, StringComparison.Ordinal);
    }
}
