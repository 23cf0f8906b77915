using Bellwether.Numerics.Random;

namespace Bellwether.Worlds.Payments;

/// <summary>Malware on the victim's own device buys gift cards at digital merchants, mostly small ones, once a night while the victim sleeps. Refused, it
/// buys smaller ones at another merchant; after three refusals in a row it moves on.</summary>
internal sealed class GiftCardCampaign : IFraudCampaign
{
    private readonly Underworld _underworld;
    private readonly RandomStream _random;
    private readonly Cardholder _victim;
    private Merchant _merchant;
    private double _scale;
    private int _left;
    private int _refusals;
    private DateTimeOffset _at;

    public GiftCardCampaign(Underworld underworld, DateTimeOffset at, RandomStream random)
    {
        (_underworld, _random) = (underworld, random);
        _victim = underworld.DrawVictim(random);
        _merchant = DrawMerchant();
        _scale = underworld.Boldness(Kind);
        _left = 4 + random.NextPoisson(3);
        _at = NextNight(at);
    }

    public FraudKind Kind => FraudKind.GiftCard;

    public DateTimeOffset? NextAt => _left > 0 && _refusals < 3 ? _at : null;

    public PaymentDraft Attempt() => new(
        _at, _victim, _merchant, Math.Round(Math.Clamp(60 * _scale * _random.NextLogNormal(0, 0.45), 15, 250), 2), true,
        _victim.Devices[_random.NextInt(2)], _victim.EmailDomain, null, _random.NextLogNormal(2, 1));

    public void Learn(bool wentThrough)
    {
        _underworld.Learn(Kind, wentThrough);
        _left--;
        _refusals = wentThrough ? 0 : _refusals + 1;
        if (!wentThrough)
            _scale *= 0.8;
        if (!wentThrough || _random.NextBool(0.3))
            _merchant = DrawMerchant();
        _at = NextNight(_at.AddHours(12));
    }

    private Merchant DrawMerchant() => _random.NextBool(0.5)
        ? _underworld.Society.SmallDigitalShops.Draw(_random) : _underworld.Society.DrawShop(_victim.Country, Trade.Digital, _random);

    private DateTimeOffset NextNight(DateTimeOffset after)
    {
        var offset = Country.All[_victim.Country].UtcOffset;
        var midnight = after.AddHours(offset).UtcDateTime.Date;
        var at = new DateTimeOffset(midnight, TimeSpan.Zero).AddHours(-offset).AddMilliseconds(3_600_000 + _random.NextInt(5 * 3_600_000));
        return at > after ? at : at.AddDays(1);
    }
}
