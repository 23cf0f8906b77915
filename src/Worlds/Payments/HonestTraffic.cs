using Bellwether.Numerics.Random;

namespace Bellwether.Worlds.Payments;

/// <summary>What cardholders pay on a day. A day's payments depend on the seed and the day alone, never on what was blocked, so that two
/// policies in worlds of the same seed meet the same honest people.</summary>
internal sealed class HonestTraffic(Society society, DateTimeOffset start, Seed seed)
{
    /// <summary>All payments of a day (counted from the start), in order of time.</summary>
    /// <param name="day">Days must be asked for in order, each once: journeys go on from one to the next.</param>
    /// <param name="isDrifting">Whether prices and habits have moved, at a time.</param>
    public List<(PaymentDraft Draft, string Id)> OfDay(int day, Func<DateTimeOffset, bool> isDrifting)
    {
        var random = seed.Derive(day).Stream();
        var midnight = start.AddDays(day);
        var weekend = midnight.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        var payments = new List<(PaymentDraft Draft, string Id)>(society.Cardholders.Count * 2);
        foreach (var card in society.Cardholders)
        {
            Travel(card, day, random);
            for (var n = random.NextPoisson(card.Rate * (weekend ? card.Weekend : 1)); n > 0; n--)
                payments.Add((Pay(card, day, midnight, random, isDrifting), Society.Name("p", seed.Derive(day), payments.Count)));
        }

        payments.Sort((a, b) => a.Draft.Time != b.Draft.Time
            ? a.Draft.Time.CompareTo(b.Draft.Time) : string.CompareOrdinal(a.Id, b.Id));
        return payments;
    }

    private void Travel(Cardholder card, int day, RandomStream random)
    {
        if (day <= card.AwayUntil || !random.NextBool(0.012))
            return;
        card.AwayUntil = day + 2 + random.NextPoisson(4);
        card.AwayCity = random.NextInt(society.CityCount);
    }

    private PaymentDraft Pay(Cardholder card, int day, DateTimeOffset midnight, RandomStream random, Func<DateTimeOffset, bool> isDrifting)
    {
        var place = random.NextDouble();
        var trade = 0;
        while (trade < Trade.All.Count - 1 && place >= card.Trades[trade])
            trade++;
        var hour = random.NextBool(0.04) ? random.NextDouble(0, 24) : card.PeakHour + (3.4 * random.NextGaussian());
        if (trade == Trade.Digital && random.NextBool(0.25))
            hour = random.NextDouble(20, 28);
        var utcHour = Wrap(hour - Country.All[card.Country].UtcOffset);
        var time = midnight.AddTicks((long)(utcHour * TimeSpan.TicksPerHour) / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond);
        var drifting = isDrifting(time);
        var goods = Trade.All[trade];
        var onlineShare = goods.OnlineShare is 0 or 1 ? goods.OnlineShare : goods.OnlineShare + card.OnlineTaste + (drifting ? 0.25 : 0);
        var online = random.NextDouble() < onlineShare;
        var away = day <= card.AwayUntil;
        var merchant = Choose(card, trade, online, away, random);
        var amount = goods.MedianPrice * merchant.PriceLevel * card.Spend * random.NextLogNormal(0, goods.Sigma);
        if (random.NextBool(0.03))
            amount *= random.NextDouble(2.5, 8);
        if (drifting)
            amount *= 1.4;
        amount = Math.Round(Math.Clamp(amount, 0.5, 9_000), 2);
        return online
            ? Online(card, merchant, time, amount, away, random)
            : new PaymentDraft(time, card, merchant, amount, false, null, null, null,
                society.PlaceOf(merchant.City).KilometresTo(card.Home) + random.NextExponential(4));
    }

    private Merchant Choose(Cardholder card, int trade, bool online, bool away, RandomStream random)
    {
        var curious = random.NextBool(card.Curiosity);
        if (online)
            return curious ? society.DrawShop(card.Country, trade, random) : card.Favourites[(trade * 4) + 2 + random.NextInt(2)]!;
        if (away)
            return society.DrawTerminal(card.AwayCity, trade, random);
        return curious ? society.DrawTerminal(card.City, trade, random) : card.Favourites[(trade * 4) + random.NextInt(2)]!;
    }

    private PaymentDraft Online(Cardholder card, Merchant merchant, DateTimeOffset time, double amount, bool away, RandomStream random)
    {
        var which = random.NextDouble();
        if (which < 0.004)
            (card.Devices[0], card.Devices[1]) = (card.Devices[1], Society.Name("d", new Seed(random.NextBits()), 0));
        var device = which > 0.94 ? Society.Name("d", new Seed(random.NextBits()), 1) : card.Devices[which < 0.7 ? 1 : 0];
        var shipping = !Trade.All[merchant.Trade].Ships ? null
            : Country.All[random.NextBool(0.05) ? random.NextInt(Country.All.Count) : card.Country].Code;
        var distance = random.NextBool(0.07) ? society.PlaceOf(random.NextInt(society.CityCount)).KilometresTo(card.Home)
            : away ? society.PlaceOf(card.AwayCity).KilometresTo(card.Home) + random.NextExponential(4)
            : random.NextLogNormal(2, 1);
        return new PaymentDraft(time, card, merchant, amount, true, device, card.EmailDomain, shipping, distance);
    }

    private static double Wrap(double hour) => hour - (24 * Math.Floor(hour / 24)) is var h && h < 24 ? h : 0;
}
