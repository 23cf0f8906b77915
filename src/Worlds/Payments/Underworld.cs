using Bellwether.Numerics.Random;

namespace Bellwether.Worlds.Payments;

/// <summary>Starts fraud campaigns, and keeps what fraudsters of one kind learn from each other: how bold one can be.</summary>
internal sealed class Underworld(Society society, PaymentsWorldOptions options, Seed seed)
{
    private readonly double[] _boldness = [1, 1, 1, 1, 1, 1];
    private readonly string[] _ringDevices = [.. Enumerable.Range(0, 60).Select(i => Society.Name("d", seed, i))];

    /// <summary>Who lives in this world.</summary>
    public Society Society => society;

    /// <summary>Factor on amounts that a kind of fraud dares, 0.35 to 1: refusals lower it, successes raise it again.</summary>
    public double Boldness(FraudKind kind) => _boldness[(int)kind];

    /// <summary>Tells everybody of a kind what became of an attempt.</summary>
    public void Learn(FraudKind kind, bool wentThrough) =>
        _boldness[(int)kind] = Math.Clamp(_boldness[(int)kind] * (wentThrough ? 1.01 : 0.985), 0.35, 1);

    /// <summary>A victim.</summary>
    public Cardholder DrawVictim(RandomStream random) => society.Cardholders[random.NextInt(society.Cardholders.Count)];

    /// <summary>A device that the victim never used: fresh, or one of the ring's that others have been robbed with.</summary>
    public string DrawDevice(RandomStream random) =>
        random.NextBool(0.2) ? _ringDevices[random.NextInt(_ringDevices.Length)] : Society.Name("d", new Seed(random.NextBits()), 2);

    /// <summary>The campaigns that begin on a day, with a name for each that is unique in the world.</summary>
    /// <param name="day">Counted from the world's start.</param>
    /// <param name="isNewPattern">Whether the new pattern is in force, at a time.</param>
    public IEnumerable<(IFraudCampaign Campaign, Seed Name)> OfDay(int day, Func<DateTimeOffset, bool> isNewPattern)
    {
        var payments = options.Cardholders * options.PaymentsPerDay;
        var fraud = payments * options.FraudRate;
        (FraudKind Kind, double PerDay)[] rates =
        [
            (FraudKind.StolenCard, fraud * 0.35 / 7), (FraudKind.CardTesting, fraud * 0.25 / 22), (FraudKind.AccountTakeover, fraud * 0.2 / 3),
            (FraudKind.Collusion, fraud * 0.2 / 24), (FraudKind.GiftCard, payments * options.NewPatternRate / 6.5),
        ];
        foreach (var (kind, perDay) in rates)
        {
            var daySeed = seed.Derive((long)kind).Derive(day);
            var random = daySeed.Stream();
            var count = random.NextPoisson(perDay);
            for (var i = 0; i < count; i++)
            {
                var at = options.Start.AddDays(day).AddMilliseconds(random.NextInt(86_400_000));
                var name = daySeed.Derive(i);
                if (kind != FraudKind.GiftCard || isNewPattern(at))
                    yield return (Begin(kind, at, name.Stream()), name);
            }
        }
    }

    private IFraudCampaign Begin(FraudKind kind, DateTimeOffset at, RandomStream random) => kind switch
    {
        FraudKind.StolenCard => new StolenCardCampaign(this, at, random),
        FraudKind.CardTesting => new CardTestingCampaign(this, at, random),
        FraudKind.AccountTakeover => new AccountTakeoverCampaign(this, at, random),
        FraudKind.Collusion => new CollusionCampaign(this, at, random),
        _ => new GiftCardCampaign(this, at, random),
    };
}
