using Bellwether.Features.Definitions;
using Bellwether.Features.Engine;

namespace Bellwether.Features.Tests.Streams;

/// <summary>One feature of every kind, over several windows.</summary>
public static class PaymentFeatures
{
    public static readonly TimeSpan[] Windows = [TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(24)];

    public static FeatureSet<Payment> All()
    {
        var set = new FeatureSetBuilder<Payment>();
        var card = set.Per("card", p => p.Card);
        var merchant = set.Per("merchant", p => p.Merchant);
        var disputes = merchant.On<Chargeback>(c => c.Merchant);
        for (var i = 0; i < Windows.Length; i++)
        {
            var w = Windows[i];
            set.Add($"count_{i}", card.Count(w));
            set.Add($"sum_{i}", card.Sum(p => p.Amount, w));
            set.Add($"mean_{i}", card.Mean(p => p.Amount, w));
            set.Add($"std_{i}", card.Std(p => p.Amount, w));
            set.Add($"min_{i}", card.Min(p => p.Amount, w));
            set.Add($"max_{i}", card.Max(p => p.Amount, w));
            set.Add($"tip_{i}", card.Mean(p => p.Tip, w));
            set.Add($"countries_{i}", card.Distinct(p => p.Country, w));
            set.Add($"merchant_count_{i}", merchant.Count(w));
            set.Add($"merchant_cards_{i}", merchant.Distinct(p => p.Card, w));
            set.Add($"merchant_max_{i}", merchant.Max(p => p.Tip, w));
            set.Add($"disputes_{i}", disputes.Count(w));
            set.Add($"disputed_{i}", disputes.Sum(c => c.Amount, w));
            set.Add($"rate_{i}", merchant.Rate<Chargeback>(c => c.Merchant, w, 0.002, 50));
        }

        var usual = card.Mean(p => p.Amount, TimeSpan.FromHours(24));
        set.Add("last", card.Last(p => p.Amount));
        set.Add("last_tip_6h", card.Last(p => p.Tip, TimeSpan.FromHours(6)));
        set.Add("since", card.TimeSinceLast());
        set.Add("since_dispute", disputes.TimeSinceLast(TimeSpan.FromHours(12)));
        set.Add("decayed", card.Decayed(p => p.Amount, TimeSpan.FromHours(3)));
        set.Add("hour", p => p.Time.Hour);
        set.Add("country", set.Category(p => p.Country));
        set.Add("vs_usual", (p, f) => p.Amount / (1 + f[usual]));
        set.Add("vs_count", (p, f) => f["vs_usual"] * f[card.Count(TimeSpan.FromMinutes(10))]);
        return set.Build();
    }
}
