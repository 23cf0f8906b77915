using Bellwether.Numerics.Hashing;
using Bellwether.Numerics.Random;
using Bellwether.Worlds.Payments;

namespace Bellwether.Worlds.Tests.Payments;

public sealed class PaymentsWorldLaws : WorldContract<Payment, PaymentAction, PaymentOutcome>
{
    protected override IReadOnlyList<string> FieldsThatMayBeNull =>
        [nameof(Payment.DistanceFromHomeKm), nameof(Payment.DeviceId), nameof(Payment.EmailDomain), nameof(Payment.ShippingCountry)];

    protected override IWorld<Payment, PaymentAction, PaymentOutcome> Create(Seed seed, params PlantedFault[] faults) =>
        new PaymentsWorld(new PaymentsWorldOptions { Cardholders = 120, Merchants = 50, FraudRate = 0.1, NewPatternRate = 0.1, Faults = faults }, seed);

    protected override PaymentAction Whim(Payment request) => (PaymentAction)(StableHash.Of(request.PaymentId) % 3);

    protected override IReadOnlyList<PaymentAction> Choices(Payment request) => Enum.GetValues<PaymentAction>();

    protected override (string Id, DateTimeOffset Time) Of(Payment request) => (request.PaymentId, request.Time);

    protected override (string Id, DateTimeOffset Time) Of(PaymentOutcome outcome) => (outcome.PaymentId, outcome.Time);

    protected override Payment Without(Payment request, string field) => field switch
    {
        nameof(Payment.DeviceId) => request with { DeviceId = null },
        nameof(Payment.EmailDomain) => request with { EmailDomain = null },
        nameof(Payment.ShippingCountry) => request with { ShippingCountry = null },
        _ => request with { DistanceFromHomeKm = null },
    };
}
