using Bellwether.Numerics.Hashing;
using Bellwether.Numerics.Random;

namespace Bellwether.Worlds.Payments;

/// <summary>Cardholders with habits, merchants, and fraudsters of several kinds who adapt to being refused. Chargebacks arrive days later, and
/// only for payments that went through.</summary>
/// <remarks><para>Honest payments depend on the seed alone: two policies in worlds of the same seed meet the same honest people (but for those
/// whom a policy refused: they pay with another card for some days). Fraud depends on the seed and on what was refused.</para>
/// <para>A reviewer's verdict on a payment is drawn from the seed and the payment's id, so <see cref="Utility"/> is what really happens and
/// not an expectation. <see cref="Optimal"/> is to approve what is honest and to block what is fraud.</para>
/// <para>The world keeps a day of payments, the outcomes to come, and the ids of frauds: memory does not grow with honest payments.
/// Not safe for concurrent use. <see cref="FaultKind.SlowModel"/> and <see cref="FaultKind.Crash"/> only stand on the timetable.</para></remarks>
public sealed class PaymentsWorld : IWorld<Payment, PaymentAction, PaymentOutcome>
{
    private readonly PaymentsWorldOptions _options;
    private readonly Seed _seed;
    private readonly HonestTraffic _honest;
    private readonly Underworld _underworld;
    private readonly PriorityQueue<Due, (DateTimeOffset At, long Order)> _due = new();
    private readonly Dictionary<string, FraudKind> _frauds = new(StringComparer.Ordinal);
    private List<(PaymentDraft Draft, string Id)> _today = [];
    private int _nextOfToday;
    private int _nextDay;
    private long _order;
    private Payment? _asked;
    private Due? _askedBy;
    private Cardholder? _askedOf;

    /// <summary>A world before its first day.</summary>
    /// <param name="options">How large, how crooked, what is planted.</param>
    /// <param name="seed">The root of everything random in it.</param>
    /// <exception cref="ArgumentException">A fault begins before the world does, or names a field that cannot be empty.</exception>
    public PaymentsWorld(PaymentsWorldOptions options, Seed seed)
    {
        ArgumentNullException.ThrowIfNull(options);
        foreach (var fault in options.Faults)
            Check(fault);
        _options = options;
        _seed = seed;
        Faults = [.. options.Faults.OrderBy(f => f.At)];
        var society = new Society(options, seed.Derive("society"));
        _honest = new HonestTraffic(society, options.Start, seed.Derive("honest"));
        _underworld = new Underworld(society, options, seed.Derive("fraud"));
    }

    /// <inheritdoc/>
    public DateTimeOffset Start => _options.Start;

    /// <inheritdoc/>
    public IReadOnlyList<PlantedFault> Faults { get; }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The last request was not acted upon.</exception>
    public WorldStep<Payment, PaymentOutcome>? Next(DateTimeOffset until)
    {
        if (_asked is not null)
            throw new InvalidOperationException($"Payment {_asked.PaymentId} must be acted upon before the world goes on: call Act.");
        while (true)
        {
            var honestAt = _nextOfToday < _today.Count ? _today[_nextOfToday].Draft.Time : DateTimeOffset.MaxValue;
            var dueAt = _due.TryPeek(out _, out var due) ? due.At : DateTimeOffset.MaxValue;
            var at = honestAt <= dueAt ? honestAt : dueAt;
            var dayStart = Start.AddDays(_nextDay);
            if (at >= dayStart && dayStart < until)
                BeginDay();
            else if (at >= until)
                return null;
            else if ((honestAt <= dueAt ? NextHonest() : NextDue()) is { } step)
                return step;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException"><paramref name="request"/> is not the one that the last step asked about.</exception>
    public void Act(Payment request, PaymentAction action)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (_asked is null || !string.Equals(_asked.PaymentId, request.PaymentId, StringComparison.Ordinal))
            throw new InvalidOperationException($"Act must be called once, with the payment of the last step ({_asked?.PaymentId ?? "none"}), but came with {request.PaymentId}.");
        var (asked, by, card) = (_asked, _askedBy, _askedOf!);
        (_asked, _askedBy, _askedOf) = (null, null, null);
        var goesThrough = GoesThrough(asked, action);
        if (action == PaymentAction.Review)
            Tell(asked, goesThrough ? PaymentOutcomeKind.ReviewedHonest : PaymentOutcomeKind.ReviewedFraud,
                TimeSpan.FromMinutes(10 + (220 * Chance(asked, "review time"))));
        if (goesThrough)
            ChargeBack(asked);
        if (by is { Campaign: { } campaign })
        {
            campaign.Learn(goesThrough);
            Enqueue(by);
        }
        else if (!goesThrough && Chance(asked, "churn") < 0.3)
        {
            card.QuietUntil = asked.Time.AddDays(3);
        }
    }

    /// <inheritdoc/>
    public PaymentAction Optimal(Payment request) => IsFraud(request) ? PaymentAction.Block : PaymentAction.Approve;

    /// <inheritdoc/>
    /// <remarks>Dollars. Approved: the margin, or for fraud minus amount and chargeback fee. Blocked: 0 for fraud, for honest payments minus
    /// margin and churn cost. Reviewed: as the reviewer decides, minus the review's cost.</remarks>
    public double Utility(Payment request, PaymentAction action)
    {
        var review = action == PaymentAction.Review ? _options.ReviewCost : 0;
        var margin = (_options.MarginRate * request.Amount) + _options.MarginFee;
        return (IsFraud(request), GoesThrough(request, action)) switch
        {
            (true, true) => -request.Amount - _options.ChargebackFee - review,
            (true, false) => -review,
            (false, true) => margin - review,
            (false, false) => -margin - _options.ChurnCost - review,
        };
    }

    /// <summary>The truth about a payment that this world asked about.</summary>
    /// <param name="paymentId">Its id; of an id that the world never made, nothing is known and <see cref="FraudKind.None"/> is said.</param>
    public FraudKind TruthOf(string paymentId) => _frauds.GetValueOrDefault(paymentId, FraudKind.None);

    /// <summary>Whether somebody other than the cardholder pays.</summary>
    public bool IsFraud(Payment payment) => TruthOf(payment.PaymentId) != FraudKind.None;

    private static void Check(PlantedFault fault)
    {
        if (fault.At < TimeSpan.Zero)
            throw new ArgumentException($"A fault must begin at or after the world's start, but {fault.Kind} begins at {fault.At}.", nameof(fault));
        if (fault.Kind == FaultKind.NullField && fault.Detail is not ("" or nameof(Payment.DistanceFromHomeKm) or nameof(Payment.DeviceId)
            or nameof(Payment.EmailDomain) or nameof(Payment.ShippingCountry)))
            throw new ArgumentException($"The detail of a NullField fault must be DistanceFromHomeKm, DeviceId, EmailDomain or ShippingCountry, but is '{fault.Detail}'.", nameof(fault));
    }

    private bool IsActive(FaultKind kind, DateTimeOffset at) => FindActive(kind, at) is not null;

    private PlantedFault? FindActive(FaultKind kind, DateTimeOffset at)
    {
        foreach (var fault in Faults)
            if (fault.Kind == kind && fault.IsActive(at - Start))
                return fault;
        return null;
    }

    private void BeginDay()
    {
        _today = _honest.OfDay(_nextDay, at => IsActive(FaultKind.Drift, at));
        _nextOfToday = 0;
        foreach (var (campaign, name) in _underworld.OfDay(_nextDay, at => IsActive(FaultKind.NewPattern, at)))
            Enqueue(new Due(campaign, name, null));
        _nextDay++;
    }

    private void Enqueue(Due due)
    {
        if ((due.Outcome?.Time ?? due.Campaign?.NextAt) is { } at)
            _due.Enqueue(due, (at, _order++));
    }

    private WorldStep<Payment, PaymentOutcome>? NextHonest()
    {
        var (draft, id) = _today[_nextOfToday++];
        return draft.Time < draft.Card.QuietUntil ? null : Ask(draft, id);
    }

    private WorldStep<Payment, PaymentOutcome>? NextDue()
    {
        var due = _due.Dequeue();
        if (due.Outcome is { } outcome)
            return new WorldStep<Payment, PaymentOutcome>(outcome.Time, null, outcome);
        if (due.Campaign!.Kind == FraudKind.GiftCard && !IsActive(FaultKind.NewPattern, due.Campaign.NextAt!.Value))
            return null;
        var id = Society.Name("p", due.Name, due.Attempts++);
        _frauds.Add(id, due.Campaign.Kind);
        _askedBy = due;
        return Ask(due.Campaign.Attempt(), id);
    }

    private WorldStep<Payment, PaymentOutcome> Ask(in PaymentDraft draft, string id)
    {
        var hour = draft.Time.UtcDateTime.TimeOfDay.TotalHours + Country.All[draft.Card.Country].UtcOffset;
        var payment = new Payment(
            id, draft.Time, draft.Card.CardId, Country.All[draft.Card.Country].Code, draft.Merchant.Id, Trade.All[draft.Merchant.Trade].Name,
            Country.All[draft.Merchant.Country].Code, draft.Amount, draft.IsOnline, Math.Round(hour - (24 * Math.Floor(hour / 24)), 2),
            draft.Device, draft.Email, draft.Shipping, Math.Round(draft.Distance, 1));
        if (FindActive(FaultKind.NullField, draft.Time) is { } fault)
            payment = fault.Detail switch
            {
                nameof(Payment.DeviceId) => payment with { DeviceId = null },
                nameof(Payment.EmailDomain) => payment with { EmailDomain = null },
                nameof(Payment.ShippingCountry) => payment with { ShippingCountry = null },
                _ => payment with { DistanceFromHomeKm = null },
            };
        (_asked, _askedOf) = (payment, draft.Card);
        return new WorldStep<Payment, PaymentOutcome>(payment.Time, payment, null);
    }

    private bool GoesThrough(Payment payment, PaymentAction action) => action switch
    {
        PaymentAction.Approve => true,
        PaymentAction.Block => false,
        _ => IsFraud(payment) != (Chance(payment, "review") < _options.ReviewAccuracy),
    };

    private void ChargeBack(Payment payment)
    {
        var share = IsFraud(payment) ? 1 - _options.UnreportedShare : _options.FriendlyShare;
        if (Chance(payment, "chargeback") >= share)
            return;
        const double Sigma = 0.7;
        var days = new Seed(StableHash.Of(payment.PaymentId, _seed.Value)).Stream()
            .NextLogNormal(Math.Log(_options.ChargebackDelayDays) - (Sigma * Sigma / 2), Sigma);
        days = Math.Clamp(days, 0.1, 30);
        if (IsActive(FaultKind.LabelDelay, payment.Time))
            days *= 3;
        Tell(payment, PaymentOutcomeKind.Chargeback, TimeSpan.FromSeconds(Math.Floor(days * 86_400)));
    }

    private void Tell(Payment payment, PaymentOutcomeKind kind, TimeSpan delay)
    {
        var at = payment.Time + TimeSpan.FromSeconds(Math.Floor(delay.TotalSeconds));
        Enqueue(new Due(null, default, new PaymentOutcome(payment.PaymentId, at, payment.CardId, payment.MerchantId, payment.Amount, kind)));
    }

    private double Chance(Payment payment, string what) =>
        (StableHash.Of(payment.PaymentId, StableHash.Of(what, _seed.Value)) >> 11) * (1.0 / (1UL << 53));

    /// <summary>What will happen: a campaign's next attempt, or an outcome.</summary>
    private sealed class Due(IFraudCampaign? campaign, Seed name, PaymentOutcome? outcome)
    {
        public IFraudCampaign? Campaign => campaign;

        public Seed Name => name;

        public PaymentOutcome? Outcome => outcome;

        public int Attempts { get; set; }
    }
}
