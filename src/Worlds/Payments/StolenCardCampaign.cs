using Bellwether.Numerics.Random;

namespace Bellwether.Worlds.Payments;

/// <summary>A stolen card is used up within hours. Refused, the thief asks for less elsewhere; after three refusals the card is thrown away.</summary>
internal sealed class StolenCardCampaign : IFraudCampaign
{
    private static readonly int[] Trades = [Trade.Electronics, Trade.Travel, Trade.Clothing, Trade.Marketplace];

    private readonly Underworld _underworld;
    private readonly RandomStream _random;
    private readonly Cardholder _victim;
    private readonly bool _online;
    private readonly int _city;
    private readonly string _device;
    private readonly string _email;
    private readonly string _dropCountry;
    private Merchant _merchant;
    private int _left;
    private int _refusals;
    private double _scale;
    private DateTimeOffset _at;

    public StolenCardCampaign(Underworld underworld, DateTimeOffset at, RandomStream random)
    {
        (_underworld, _at, _random) = (underworld, at, random);
        _victim = underworld.DrawVictim(random);
        _online = random.NextBool(0.55);
        _city = random.NextBool(0.55) ? _victim.City : random.NextInt(underworld.Society.CityCount);
        _device = underworld.DrawDevice(random);
        _email = Society.DrawCrookedEmailDomain(random);
        _dropCountry = Country.All[random.NextBool(0.65) ? _victim.Country : underworld.Society.CountryOf(_city)].Code;
        _left = 3 + random.NextPoisson(4);
        _scale = underworld.Boldness(Kind);
        _merchant = DrawMerchant();
    }

    public FraudKind Kind => FraudKind.StolenCard;

    public DateTimeOffset? NextAt => _left > 0 && _refusals < 3 ? _at : null;

    public PaymentDraft Attempt()
    {
        var amount = Math.Round(Math.Clamp(190 * _scale * _random.NextLogNormal(0, 0.75), 15, 4_000), 2);
        var place = _underworld.Society.PlaceOf(_online ? _city : _merchant.City);
        var shipping = _online && Trade.All[_merchant.Trade].Ships ? _dropCountry : null;
        return new PaymentDraft(_at, _victim, _merchant, amount, _online, _online ? _device : null, _online ? _email : null, shipping,
            place.KilometresTo(_victim.Home) + _random.NextExponential(8));
    }

    public void Learn(bool wentThrough)
    {
        _underworld.Learn(Kind, wentThrough);
        _left--;
        if (!wentThrough)
        {
            _refusals++;
            _scale *= 0.6;
        }

        if (!wentThrough || _random.NextBool(0.6))
            _merchant = DrawMerchant();
        _at = _at.AddMilliseconds(60_000 + (long)_random.NextExponential(60 * 60_000));
    }

    private Merchant DrawMerchant()
    {
        var trade = Trades[_random.NextInt(Trades.Length)];
        if (_online)
            return _random.NextBool(0.4) ? _underworld.Society.DrawEasyShop(trade, _random) : _underworld.Society.DrawShop(_victim.Country, trade, _random);
        return _underworld.Society.DrawTerminal(_city, trade == Trade.Marketplace ? Trade.Clothing : trade, _random);
    }
}
