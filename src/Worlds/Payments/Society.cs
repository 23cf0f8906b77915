using System.Globalization;
using Bellwether.Numerics.Hashing;
using Bellwether.Numerics.Random;

namespace Bellwether.Worlds.Payments;

/// <summary>Who lives in the payments world: cities, merchants, cardholders. Made once from the seed.</summary>
internal sealed class Society
{
    private static readonly string[] EmailDomains = ["mail.example", "web.example", "inbox.example", "post.example", "office.example", "quick.example"];
    private static readonly double[] EmailWeights = [0.45, 0.2, 0.14, 0.1, 0.08, 0.03];

    private readonly WeightedMerchants[] _terminals;
    private readonly WeightedMerchants[] _shopsAtHome;
    private readonly WeightedMerchants[] _shops;
    private readonly WeightedMerchants[] _easyShops;
    private readonly List<(int Country, Place Place)> _cities = [];

    public Society(PaymentsWorldOptions options, Seed seed)
    {
        var random = seed.Derive("cities").Stream();
        for (var country = 0; country < Country.All.Count; country++)
            for (var i = 0; i < Country.All[country].Cities; i++)
                _cities.Add((country, new Place(
                    Country.All[country].Latitude + (Country.All[country].Spread * random.NextGaussian()),
                    Country.All[country].Longitude + (Country.All[country].Spread * random.NextGaussian()))));
        Merchants = MakeMerchants(options, seed.Derive("merchants").Stream());
        var trades = Enumerable.Range(0, Trade.All.Count).ToArray();
        _terminals = [.. from city in Enumerable.Range(0, _cities.Count) from trade in trades select Where(m => !m.IsOnline && m.City == city && m.Trade == trade)];
        _shopsAtHome = [.. from c in Enumerable.Range(0, Country.All.Count) from trade in trades select Where(m => m.IsOnline && m.Country == c && m.Trade == trade)];
        _shops = [.. trades.Select(trade => Where(m => m.IsOnline && m.Trade == trade))];
        _easyShops = [.. trades.Select(trade => new WeightedMerchants(Merchants.Where(m => m.IsOnline && m.Trade == trade), m => m.Risk * m.Risk))];
        SmallDigitalShops = new WeightedMerchants(
            Merchants.Where(m => m.IsOnline && m.Trade == Trade.Digital).OrderBy(m => m.Popularity).ThenBy(m => m.Id, StringComparer.Ordinal).Take(40), _ => 1);
        Crooks = new WeightedMerchants(Merchants.Where(m => m.IsOnline && m.Risk > 0.3 && m.Popularity < 3 && m.Trade != Trade.Travel), _ => 1);
        random = seed.Derive("cardholders").Stream();
        var weights = Country.All.Select(c => c.Weight).ToArray();
        Cardholders = [.. Enumerable.Range(0, options.Cardholders).Select(i => MakeCardholder(options, random, weights, Name("c", seed, i), seed))];
    }

    public IReadOnlyList<Merchant> Merchants { get; }

    public IReadOnlyList<Cardholder> Cardholders { get; }

    /// <summary>The least popular digital merchants: where gift cards are bought.</summary>
    public WeightedMerchants SmallDigitalShops { get; }

    /// <summary>Merchants that may collude.</summary>
    public WeightedMerchants Crooks { get; }

    public int CityCount => _cities.Count;

    public Place PlaceOf(int city) => _cities[city].Place;

    public int CountryOf(int city) => _cities[city].Country;

    /// <summary>A terminal of a trade in a city: every city has all trades but the two that are online only.</summary>
    public Merchant DrawTerminal(int city, int trade, RandomStream random) => _terminals[(city * Trade.All.Count) + trade].Draw(random);

    /// <summary>A web shop of a trade: mostly in the country, else anywhere.</summary>
    public Merchant DrawShop(int country, int trade, RandomStream random)
    {
        var atHome = _shopsAtHome[(country * Trade.All.Count) + trade];
        return random.NextBool(0.85) && atHome.Count > 0 ? atHome.Draw(random) : _shops[trade].Draw(random);
    }

    /// <summary>A web shop of a trade where fraud is easy.</summary>
    public Merchant DrawEasyShop(int trade, RandomStream random) => _easyShops[trade].Draw(random);

    /// <summary>An e-mail domain as honest people have them.</summary>
    public static string DrawEmailDomain(RandomStream random) => EmailDomains[random.NextIndex(EmailWeights)];

    /// <summary>An e-mail domain as fraudsters have them: often the throw-away one.</summary>
    public static string DrawCrookedEmailDomain(RandomStream random) => random.NextBool(0.3) ? "quick.example" : DrawEmailDomain(random);

    /// <summary>A name of 16 hexadecimal digits that tells nothing.</summary>
    public static string Name(string prefix, Seed seed, long number) =>
        prefix + StableHash.Of(unchecked((ulong)number), StableHash.Of(prefix, seed.Value)).ToString("x16", CultureInfo.InvariantCulture);

    private List<Merchant> MakeMerchants(PaymentsWorldOptions options, RandomStream random)
    {
        var merchants = new List<Merchant>();
        void Add(int city, int trade, bool online) => merchants.Add(new Merchant(
            "m" + merchants.Count.ToString("d5", CultureInfo.InvariantCulture), trade, CountryOf(city), city, online,
            random.NextLogNormal(0, 1.2), random.NextLogNormal(0, 0.25), Math.Pow(random.NextDouble(), 2.5)));
        for (var city = 0; city < _cities.Count; city++)
            for (var trade = 0; trade < Trade.All.Count; trade++)
                if (Trade.All[trade].OnlineShare < 1)
                    Add(city, trade, online: false);
        for (var trade = 0; trade < Trade.All.Count; trade++)
            for (var i = 0; i < (Trade.All[trade].OnlineShare > 0 ? 12 : 0); i++)
                Add(random.NextInt(_cities.Count), trade, online: true);
        var tradeWeights = Trade.All.Select(t => Math.Sqrt(t.Weight)).ToArray();
        var countryWeights = Country.All.Select(c => c.Weight).ToArray();
        for (var i = 0; i < options.Merchants; i++)
        {
            var country = random.NextIndex(countryWeights);
            var city = _cities.FindIndex(c => c.Country == country) + random.NextInt(Country.All[country].Cities);
            var trade = random.NextIndex(tradeWeights);
            Add(city, trade, random.NextBool(Trade.All[trade].OnlineShare));
        }

        return merchants;
    }

    private Cardholder MakeCardholder(PaymentsWorldOptions options, RandomStream random, double[] countryWeights, string cardId, Seed seed)
    {
        var country = random.NextIndex(countryWeights);
        var city = _cities.FindIndex(c => c.Country == country) + random.NextInt(Country.All[country].Cities);
        var place = PlaceOf(city);
        var trades = Trade.All.Select(t => t.Weight * random.NextLogNormal(0, 0.6)).ToArray();
        var total = trades.Sum();
        var cumulative = 0.0;
        for (var i = 0; i < trades.Length; i++)
            trades[i] = cumulative += trades[i] / total;
        var favourites = new Merchant?[Trade.All.Count * 4];
        for (var trade = 0; trade < Trade.All.Count; trade++)
            for (var i = 0; i < 4; i++)
                favourites[(trade * 4) + i] = i < 2
                    ? (Trade.All[trade].OnlineShare < 1 ? DrawTerminal(city, trade, random) : null)
                    : (Trade.All[trade].OnlineShare > 0 ? DrawShop(country, trade, random) : null);
        return new Cardholder
        {
            CardId = cardId,
            Country = country,
            City = city,
            Home = new Place(place.Latitude + (0.08 * random.NextGaussian()), place.Longitude + (0.08 * random.NextGaussian())),
            Rate = options.PaymentsPerDay * random.NextLogNormal(-0.18, 0.6),
            Weekend = random.NextLogNormal(0.1, 0.3),
            PeakHour = random.NextBool(0.1) ? random.NextGaussian(23, 2) : random.NextGaussian(14.5, 2),
            Spend = random.NextLogNormal(0, 0.45),
            OnlineTaste = random.NextGaussian(0, 0.12),
            Curiosity = random.NextDouble(0.12, 0.4),
            Trades = trades,
            Favourites = favourites,
            EmailDomain = DrawEmailDomain(random),
            Devices = [Name("d", seed.Derive(cardId), 0), Name("d", seed.Derive(cardId), 1)],
        };
    }

    private WeightedMerchants Where(Func<Merchant, bool> which) => new(Merchants.Where(which), m => m.Popularity);
}
