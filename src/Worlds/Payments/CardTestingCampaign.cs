using Bellwether.Numerics.Random;

namespace Bellwether.Worlds.Payments;

/// <summary>A list of stolen cards is tried with tiny amounts at one merchant; some that work are charged a large amount hours later.
/// Refused, the tester moves on to another merchant; after four refusals in a row the list is thrown away.</summary>
internal sealed class CardTestingCampaign : IFraudCampaign
{
    private readonly Underworld _underworld;
    private readonly RandomStream _random;
    private readonly PriorityQueue<(Cardholder Victim, bool IsTest), (DateTimeOffset At, int Order)> _plan = new();
    private readonly string _device;
    private readonly bool _changesDevice;
    private readonly int _city;
    private Merchant _merchant;
    private int _refusals;

    public CardTestingCampaign(Underworld underworld, DateTimeOffset at, RandomStream random)
    {
        (_underworld, _random) = (underworld, random);
        _device = underworld.DrawDevice(random);
        _changesDevice = random.NextBool(0.75);
        _city = random.NextInt(underworld.Society.CityCount);
        _merchant = DrawMerchant();
        for (var n = 8 + random.NextPoisson(8); n > 0; n--)
        {
            Plan(underworld.DrawVictim(random), isTest: true, at);
            at = at.AddMilliseconds(5_000 + (long)random.NextExponential(25 * 60_000));
        }
    }

    public FraudKind Kind => FraudKind.CardTesting;

    public DateTimeOffset? NextAt => _plan.TryPeek(out _, out var due) ? due.At : null;

    public PaymentDraft Attempt()
    {
        _plan.TryPeek(out var step, out var due);
        var amount = step.IsTest ? _random.NextDouble(0.5, 12) : Math.Max(20, 180 * _underworld.Boldness(Kind) * _random.NextLogNormal(0, 0.7));
        var merchant = step.IsTest ? _merchant : _underworld.Society.DrawEasyShop(_random.NextBool(0.6) ? Trade.Electronics : Trade.Marketplace, _random);
        return new PaymentDraft(due.At, step.Victim, merchant, Math.Round(amount, 2), true, _changesDevice ? _underworld.DrawDevice(_random) : _device,
            Society.DrawCrookedEmailDomain(_random), Trade.All[merchant.Trade].Ships ? Country.All[step.Victim.Country].Code : null,
            _random.NextBool(0.5) ? _random.NextLogNormal(2.5, 1.2) : _underworld.Society.PlaceOf(_city).KilometresTo(step.Victim.Home) + _random.NextExponential(8));
    }

    public void Learn(bool wentThrough)
    {
        _plan.TryDequeue(out var step, out var due);
        _underworld.Learn(Kind, wentThrough);
        _refusals = wentThrough ? 0 : _refusals + 1;
        if (!wentThrough)
            _merchant = DrawMerchant();
        if (step.IsTest && wentThrough && _random.NextBool(0.35))
            Plan(step.Victim, isTest: false, due.At.AddMilliseconds(3_600_000 + (long)_random.NextExponential(12 * 3_600_000)));
        if (_refusals >= 4)
            _plan.Clear();
    }

    private Merchant DrawMerchant() => _underworld.Society.DrawEasyShop(_random.NextBool(0.6) ? Trade.Digital : Trade.Marketplace, _random);

    private void Plan(Cardholder victim, bool isTest, DateTimeOffset at) => _plan.Enqueue((victim, isTest), (at, _plan.Count));
}
