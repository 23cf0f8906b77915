using Bellwether.Numerics.Random;

namespace Bellwether.Worlds.Payments;

/// <summary>A thief in the cardholder's account: mostly a new device, goods often shipped abroad, amounts just below a limit at which people look closer.
/// Refused, the thief goes below the next lower limit; below 100 dollars it is not worth the while.</summary>
internal sealed class AccountTakeoverCampaign : IFraudCampaign
{
    private static readonly double[] Limits = [300, 200, 100];
    private static readonly int[] Trades = [Trade.Electronics, Trade.Clothing, Trade.Marketplace];

    private readonly Underworld _underworld;
    private readonly RandomStream _random;
    private readonly Cardholder _victim;
    private readonly string _device;
    private readonly string _dropCountry;
    private readonly double _distance;
    private int _limit;
    private int _left;
    private DateTimeOffset _at;

    public AccountTakeoverCampaign(Underworld underworld, DateTimeOffset at, RandomStream random)
    {
        (_underworld, _at, _random) = (underworld, at, random);
        _victim = underworld.DrawVictim(random);
        _device = random.NextBool(0.3) ? _victim.Devices[0] : underworld.DrawDevice(random);
        _dropCountry = Country.All[random.NextBool(0.45) ? _victim.Country : random.NextInt(Country.All.Count)].Code;
        _distance = random.NextBool(0.65) ? random.NextLogNormal(2.5, 1.2)
            : underworld.Society.PlaceOf(random.NextInt(underworld.Society.CityCount)).KilometresTo(_victim.Home) + 5;
        _left = 2 + random.NextPoisson(1);
        _limit = underworld.Boldness(Kind) switch { > 0.75 => 0, > 0.5 => 1, _ => 2 };
    }

    public FraudKind Kind => FraudKind.AccountTakeover;

    public DateTimeOffset? NextAt => _left > 0 && _limit < Limits.Length ? _at : null;

    public PaymentDraft Attempt()
    {
        var trade = Trades[_random.NextInt(Trades.Length)];
        var merchant = _random.NextBool(0.4) && _victim.Favourites[(trade * 4) + 2] is { } known ? known
            : _underworld.Society.DrawShop(_victim.Country, trade, _random);
        return new PaymentDraft(_at, _victim, merchant, Math.Round(Limits[_limit] * _random.NextDouble(0.6, 0.999), 2), true, _device,
            _victim.EmailDomain, _dropCountry, _distance);
    }

    public void Learn(bool wentThrough)
    {
        _underworld.Learn(Kind, wentThrough);
        _left--;
        if (!wentThrough)
            _limit++;
        _at = _at.AddMilliseconds(300_000 + (long)_random.NextExponential(3 * 3_600_000));
    }
}
