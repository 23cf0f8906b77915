using Bellwether.Numerics.Random;

namespace Bellwether.Worlds.Payments;

/// <summary>A merchant charges stolen cards with ordinary amounts for some days. Refused, it charges less and less often; after three
/// refusals in a row it closes.</summary>
internal sealed class CollusionCampaign : IFraudCampaign
{
    private readonly Underworld _underworld;
    private readonly RandomStream _random;
    private readonly Merchant _merchant;
    private readonly DateTimeOffset _end;
    private double _scale;
    private double _gapHours = 8;
    private int _refusals;
    private DateTimeOffset _at;

    public CollusionCampaign(Underworld underworld, DateTimeOffset at, RandomStream random)
    {
        (_underworld, _at, _random) = (underworld, at, random);
        _merchant = underworld.Society.Crooks.Count > 0 ? underworld.Society.Crooks.Draw(random) : underworld.Society.DrawEasyShop(Trade.Marketplace, random);
        _end = at.AddDays(random.NextDouble(4, 12));
        _scale = underworld.Boldness(Kind);
    }

    public FraudKind Kind => FraudKind.Collusion;

    public DateTimeOffset? NextAt => _at < _end && _refusals < 3 ? _at : null;

    public PaymentDraft Attempt()
    {
        var victim = _underworld.DrawVictim(_random);
        var amount = Math.Round(Math.Clamp(70 * _scale * _random.NextLogNormal(0, 0.5), 5, 900), 2);
        var distance = _random.NextBool(0.6) ? _random.NextLogNormal(2.5, 1.2)
            : _underworld.Society.PlaceOf(_random.NextInt(_underworld.Society.CityCount)).KilometresTo(victim.Home) + 5;
        return new PaymentDraft(_at, victim, _merchant, amount, true, _random.NextBool(0.4) ? victim.Devices[1] : _underworld.DrawDevice(_random), Society.DrawEmailDomain(_random),
            Trade.All[_merchant.Trade].Ships ? Country.All[victim.Country].Code : null, distance);
    }

    public void Learn(bool wentThrough)
    {
        _underworld.Learn(Kind, wentThrough);
        _refusals = wentThrough ? 0 : _refusals + 1;
        if (!wentThrough)
            (_scale, _gapHours) = (_scale * 0.8, _gapHours * 1.3);
        _at = _at.AddMilliseconds(60_000 + (long)_random.NextExponential(_gapHours * 3_600_000));
    }
}
