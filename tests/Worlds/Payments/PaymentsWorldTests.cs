using Bellwether.Data.Schema;
using Bellwether.Numerics.Random;
using Bellwether.Worlds.Payments;

namespace Bellwether.Worlds.Tests.Payments;

public sealed class PaymentsWorldTests
{
    [Fact]
    public void Nothing_is_ever_learned_about_a_blocked_payment()
    {
        var world = World(new PaymentsWorldOptions { Faults = [] });
        var lived = Live(world, 20, p => p.Amount > 60 ? PaymentAction.Block : PaymentAction.Approve);
        Assert.NotEmpty(lived.Outcomes);
        Assert.All(lived.Outcomes, o => Assert.True(o.Amount <= 60));
    }

    [Fact]
    public void Chargebacks_come_only_for_what_went_through_and_reviews_tell_once()
    {
        var world = World(new PaymentsWorldOptions { Cardholders = 400, FraudRate = 0.1, Faults = [] });
        var lived = Live(world, 40, _ => PaymentAction.Review);
        var verdicts = lived.Outcomes.Where(o => o.Kind != PaymentOutcomeKind.Chargeback).ToDictionary(o => o.PaymentId, o => o.Kind, StringComparer.Ordinal);
        Assert.All(lived.Outcomes.Where(o => o.Kind == PaymentOutcomeKind.Chargeback), o => Assert.Equal(PaymentOutcomeKind.ReviewedHonest, verdicts[o.PaymentId]));
        var right = lived.Payments.Count(p => verdicts.TryGetValue(p.PaymentId, out var kind) && kind == PaymentOutcomeKind.ReviewedFraud == world.IsFraud(p));
        Assert.InRange(right / (double)verdicts.Count, 0.94, 0.96);
        Assert.Contains(lived.Outcomes, o => o.Kind == PaymentOutcomeKind.Chargeback);
    }

    [Fact]
    public void Fraud_is_rare_of_every_kind_and_the_new_pattern_begins_on_its_day()
    {
        var world = World(new PaymentsWorldOptions { Faults = [new(FaultKind.NewPattern, TimeSpan.FromDays(20), TimeSpan.FromDays(5))] });
        var payments = Live(world, 30, _ => PaymentAction.Approve).Payments;
        Assert.InRange(payments.Count / 30, 4_000, 6_500);
        Assert.InRange(payments.Count(world.IsFraud) / (double)payments.Count, 0.005, 0.012);
        foreach (var kind in Enum.GetValues<FraudKind>())
            Assert.Contains(payments, p => world.TruthOf(p.PaymentId) == kind);
        var days = payments.Where(p => world.TruthOf(p.PaymentId) == FraudKind.GiftCard).Select(p => (p.Time - world.Start).TotalDays).ToList();
        Assert.InRange(days.Min(), 20, 22);
        Assert.InRange(days.Max(), 23, 25);
    }

    [Fact]
    public void Chargebacks_take_days_with_the_promised_mean()
    {
        var world = World(new PaymentsWorldOptions { Cardholders = 1000, FraudRate = 0.1, Faults = [] });
        var lived = Live(world, 70, p => (p.Time - new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).TotalDays < 35 ? PaymentAction.Approve : PaymentAction.Block);
        var asked = lived.Payments.ToDictionary(p => p.PaymentId, StringComparer.Ordinal);
        var days = lived.Outcomes.Select(o => (o.Time - asked[o.PaymentId].Time).TotalDays).ToList();
        Assert.InRange(days.Average(), 5.5, 6.5);
        Assert.InRange(days.Max(), 15, 30);
        var frauds = lived.Payments.Where(p => (p.Time - world.Start).TotalDays < 35 && world.IsFraud(p)).Select(p => p.PaymentId).ToHashSet(StringComparer.Ordinal);
        Assert.InRange(lived.Outcomes.Count(o => frauds.Contains(o.PaymentId)) / (double)frauds.Count, 0.94, 0.98);
        Assert.Contains(lived.Outcomes, o => !frauds.Contains(o.PaymentId));
    }

    [Fact]
    public void Fraudsters_who_are_blocked_ask_for_less_and_less_often()
    {
        var free = World(new PaymentsWorldOptions { Cardholders = 1000, FraudRate = 0.05, Faults = [new(FaultKind.NewPattern, TimeSpan.Zero)] });
        var hunted = World(new PaymentsWorldOptions { Cardholders = 1000, FraudRate = 0.05, Faults = [new(FaultKind.NewPattern, TimeSpan.Zero)] });
        var rich = Live(free, 30, _ => PaymentAction.Approve).Payments.Where(free.IsFraud).ToList();
        var poor = Live(hunted, 30, hunted.Optimal).Payments.Where(hunted.IsFraud).ToList();
        Assert.True(poor.Count < rich.Count * 0.8);
        foreach (var kind in Enum.GetValues<FraudKind>().Where(k => k is not FraudKind.None and not FraudKind.CardTesting))
            Assert.True(
                poor.Where(p => hunted.TruthOf(p.PaymentId) == kind).Average(p => p.Amount) < 0.8 * rich.Where(p => free.TruthOf(p.PaymentId) == kind).Average(p => p.Amount),
                $"{kind} does not adapt");
        Assert.DoesNotContain(poor, p => hunted.TruthOf(p.PaymentId) == FraudKind.CardTesting && p.Amount > 12);
    }

    [Fact]
    public void Honest_payments_do_not_depend_on_what_happens_to_fraud()
    {
        var first = World(new PaymentsWorldOptions { Cardholders = 500, FraudRate = 0.05 });
        var second = World(new PaymentsWorldOptions { Cardholders = 500, FraudRate = 0.05 });
        Assert.Equal(
            Live(first, 10, first.Optimal).Payments.Where(p => !first.IsFraud(p)),
            Live(second, 10, _ => PaymentAction.Approve).Payments.Where(p => !second.IsFraud(p)));
    }

    [Fact]
    public void A_refused_cardholder_may_pay_with_another_card_for_some_days()
    {
        var open = World(new PaymentsWorldOptions { Cardholders = 500, FraudRate = 0 });
        var shut = World(new PaymentsWorldOptions { Cardholders = 500, FraudRate = 0 });
        Assert.True(Live(shut, 10, _ => PaymentAction.Block).Payments.Count < 0.8 * Live(open, 10, _ => PaymentAction.Approve).Payments.Count);
    }

    [Fact]
    public void Drift_raises_prices_and_moves_people_online_while_it_lasts()
    {
        var world = World(new PaymentsWorldOptions { FraudRate = 0, Faults = [new(FaultKind.Drift, TimeSpan.FromDays(7), TimeSpan.FromDays(7))] });
        var weeks = Live(world, 21, _ => PaymentAction.Approve).Payments.ToLookup(p => (int)((p.Time - world.Start).TotalDays / 7));
        Assert.InRange(weeks[1].Average(p => p.Amount) / weeks[0].Average(p => p.Amount), 1.3, 1.6);
        Assert.InRange(weeks[2].Average(p => p.Amount) / weeks[0].Average(p => p.Amount), 0.9, 1.1);
        Assert.True(weeks[1].Average(p => p.IsOnline ? 1 : 0) > 0.1 + weeks[0].Average(p => p.IsOnline ? 1 : 0));
    }

    [Fact]
    public void Utilities_are_the_dollars_of_the_options()
    {
        var options = new PaymentsWorldOptions { Cardholders = 500, FraudRate = 0.1 };
        var world = World(options);
        var payments = Live(world, 5, _ => PaymentAction.Approve).Payments;
        var honest = payments.First(p => !world.IsFraud(p));
        var fraud = payments.First(world.IsFraud);
        var margin = (0.015 * honest.Amount) + 0.10;
        Assert.Equal(margin, world.Utility(honest, PaymentAction.Approve), 12);
        Assert.Equal(-margin - 8, world.Utility(honest, PaymentAction.Block), 12);
        Assert.Equal(-fraud.Amount - 20, world.Utility(fraud, PaymentAction.Approve), 12);
        Assert.Equal(0, world.Utility(fraud, PaymentAction.Block));
        Assert.Contains(world.Utility(honest, PaymentAction.Review), (double[])[margin - 3, -margin - 11]);
        Assert.Equal(PaymentAction.Block, world.Optimal(fraud));
        Assert.Equal(PaymentAction.Approve, world.Optimal(honest));
    }

    [Fact]
    public void Every_payment_keeps_its_contract()
    {
        var contract = EventContract<Payment>.Instance;
        Assert.All(Live(World(new PaymentsWorldOptions { Cardholders = 500, FraudRate = 0.1 }), 5, _ => PaymentAction.Approve).Payments, payment =>
        {
            Assert.Equal(payment, contract.Read(contract.Write(payment), out var errors));
            Assert.Empty(errors);
            Assert.True(payment.Amount >= 0.5);
            Assert.Equal(payment.IsOnline, payment.DeviceId is not null);
        });
    }

    private static PaymentsWorld World(PaymentsWorldOptions options) => new(options, new Seed(11));

    private static (List<Payment> Payments, List<PaymentOutcome> Outcomes) Live(PaymentsWorld world, int days, Func<Payment, PaymentAction> policy)
    {
        var (payments, outcomes) = (new List<Payment>(), new List<PaymentOutcome>());
        while (world.Next(world.Start.AddDays(days)) is { } step)
        {
            if (step.Request is { } payment)
            {
                payments.Add(payment);
                world.Act(payment, policy(payment));
            }
            else
            {
                outcomes.Add(step.Outcome!);
            }
        }

        return (payments, outcomes);
    }
}
