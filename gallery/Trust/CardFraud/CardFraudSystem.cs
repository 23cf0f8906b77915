using Bellwether.Data.Events;
using Bellwether.Learning.Calibration;
using Bellwether.Learning.Linear;
using Bellwether.Learning.Trees;
using Bellwether.Systems;
using Bellwether.Systems.Building;
using Bellwether.Systems.Designs;
using Bellwether.Systems.Ladders;
using Bellwether.Systems.Simulation;
using Bellwether.Worlds.Payments;

namespace Bellwether.Gallery.Trust.CardFraud;

/// <summary>Stops fraudulent card payments. Seen in: Stripe Radar, every card issuer.</summary>
public sealed class CardFraudSystem : MlSystem<CardPayment, FraudDecision>
{
    private static readonly FraudCosts s_costs = new();

    /// <inheritdoc/>
    public override Design Design => new("card-fraud", "Stop fraudulent card payments without blocking honest customers")
    {
        Task = MlTask.BinaryClassification,
        Problem = "The probability that a payment will be charged back as fraud, asked at the moment of authorization, from what is known of the card, the merchant and the payment by then.",
        SeenIn = ["Stripe fraud detection", "credit-card fraud"],
        Users = "merchants and their payment processor, at authorization; reviewers, for payments held back",
        InScope = ["approve, review or block a payment at authorization", "learn from chargebacks and reviews", "react to new fraud within days"],
        OutOfScope = ["disputes after the chargeback", "account opening and identity checks", "money laundering"],
        Business =
        [
            new("fraud value stopped", Unit.Percent, Direction.Up),
            new("honest payments blocked", Unit.Percent, Direction.Down, Limit: 2),
            new("payments reviewed", Unit.Percent, Direction.Down, Limit: 5),
            new("net value", Unit.Dollars, Direction.Up),
        ],
        Scale = new(Users: 50_000_000, RequestsPerSecond: 5_000, PeakFactor: 3),
        Latency = new(P99: TimeSpan.FromMilliseconds(50)),
        PrimaryMetric = "pr_auc",
        DataSources = "Payments as they are asked for; chargebacks, which arrive days to weeks later and only for payments that went through; results of reviews. A small random share of payments is approved whatever the score, so that the truth about what is usually blocked stays visible; those rows are weighted by the inverse of the share.",
        Risks =
        [
            new("fraudsters adapt to what is blocked", "quality is watched on delayed labels; drift and losses raise alerts that retrain"),
            new("blocked payments tell nothing: the model sees only what it let through", "a random share is approved and weighted by its inverse"),
            new("chargebacks arrive late", "young positives are weighted by the inverse of the share that has arrived by their age; young rows are not judged on"),
            new("a feature pipeline breaks and features go missing", "missing rates are watched; learners take missing values; the cascade falls back to rules"),
            new("honest customers are blocked", "a limit in the design, a gate of every run"),
        ],
        Alternatives =
        [
            new("one fixed threshold", "the cost of a mistake grows with the amount: each payment is decided by what it is worth"),
            new("oversampling frauds", "probabilities must stay calibrated for the decision by worth; trees cope with the imbalance"),
            new("a graph neural network over cards and devices", "the next rung when the neural engine stands"),
        ],
        Attestations =
        [
            "Card numbers are tokens before they reach the system; no name or full address is taken.",
            "The definition is reviewed as code is.",
        ],
    };

    /// <inheritdoc/>
    protected override void Define(SystemBuilder<CardPayment, FraudDecision> system)
    {
        DefineFeatures(system);
        system.Labels(new LabelTiming(Within: TimeSpan.FromDays(30), MatureAfter: TimeSpan.FromDays(5)) { AbsentMeans = 0 });
        system.LabelColumns("class", "is_fraud", "isfraud", "fraud", "label");
        system.KnowsFile("ULB credit-card fraud", "time=Time:s@2013-09-01,amount=Amount,label=Class,signals=V*",
            "The file is a sample in which frauds are far more frequent than in life: precision and calibration hold for the sample only.",
            "V1 to V28 are principal components of features that are not published; cards and merchants are not named, so features over them are missing.");
        system.Label<Chargeback>(c => c.PaymentId);
        system.Label<ReviewResult>(r => r.PaymentId, r => r.IsFraud ? 1 : 0);
        system.Unit(p => p.CardId);
        system.RevealedBy(d => d.Action != FraudAction.Block);
        system.Explore(0.01, _ => new FraudDecision(FraudAction.Approve));

        system.Ladder(
            new Rung(FraudRules.Velocity),
            new Rung("logistic regression", new Calibrated(new LogisticRegression(), CalibrationMethod.Isotonic)),
            new Rung("boosted trees", new Calibrated(new BoostedTrees { Trees = 160, LearningRate = 0.08, MaxLeaves = 15, MinChildWeight = 0.1, EarlyStoppingRounds = 20 }, CalibrationMethod.Platt)));
        system.Decide("the action with the greatest expected worth: margin, chargeback, goodwill and review costs weighed by the probability of fraud and the amount",
            (p, risk) => new FraudDecision(s_costs.Best(p.Amount, risk), risk));
        system.Otherwise("approve up to $200, review above", p => new FraudDecision(p.Amount <= 200 ? FraudAction.Approve : FraudAction.Review));

        system.BestKnowing((p, fraud) => new FraudDecision(s_costs.Best(p.Amount, fraud), fraud));
        system.Worth((p, d, fraud) => s_costs.Worth(p.Amount, d.Action, fraud > 0.5));
        system.Ratio("fraud value stopped", (p, d, fraud) => d.Action == FraudAction.Approve ? 0 : fraud * p.Amount, (p, _, fraud) => fraud * p.Amount);
        system.Ratio("honest payments blocked", (_, d, fraud) => d.Action == FraudAction.Block ? 1 - fraud : 0, (_, _, fraud) => 1 - fraud);
        system.Ratio("payments reviewed", (_, d, _) => d.Action == FraudAction.Review ? 1 : 0, (_, _, _) => 1);
        system.Total("net value", (p, d, fraud) => s_costs.Worth(p.Amount, d.Action, fraud > 0.5));
        system.Slice("category", p => p.MerchantCategory);
        system.Slice("channel", p => p.Online switch { true => "online", false => "in person", null => null });
        system.Slice("amount", p => p.Amount switch { < 20 => "below $20", < 100 => "$20 to $100", < 500 => "$100 to $500", _ => "$500 and more" });

        system.Monitor = new MonitorSettings
        {
            FirstTraining = TimeSpan.FromDays(14),
            RetrainEvery = TimeSpan.FromDays(10),
            RetrainAtMostEvery = TimeSpan.FromDays(5),
            TrainOn = TimeSpan.FromDays(35),
            LossFactor = 1.4,
        };
        system.World(new WorldBinding<PaymentsWorld, Payment, PaymentAction, PaymentOutcome, CardPayment, FraudDecision>
        {
            Create = settings => new PaymentsWorld(new PaymentsWorldOptions
            {
                Cardholders = Math.Max(50, (int)(4_000 * settings.Scale)),
                Merchants = Math.Max(50, (int)(2_000 * settings.Scale)),
                NewPatternRate = 0.012,
                MarginRate = s_costs.MarginRate,
                MarginFee = s_costs.MarginFee,
                ChargebackFee = s_costs.ChargebackFee,
                ChurnCost = s_costs.ChurnCost,
                ReviewCost = s_costs.ReviewCost,
                ReviewAccuracy = s_costs.ReviewAccuracy,
                Faults = [.. new PaymentsWorldOptions().Faults, .. settings.Faults],
            }, settings.Seed),
            Request = FromWorld,
            Outcome = (told, _) => FromWorld(told),
            Action = d => (PaymentAction)d.Action,
            Decision = a => new FraudDecision((FraudAction)a),
            Truth = (world, p) => world.IsFraud(p) ? 1 : 0,
        });
    }

    private static void DefineFeatures(SystemBuilder<CardPayment, FraudDecision> system)
    {
        TimeSpan hour = TimeSpan.FromHours(1), day = TimeSpan.FromDays(1), month = TimeSpan.FromDays(30);
        var card = system.Per("card", p => p.CardId);
        var merchant = system.Per("merchant", p => p.MerchantId);
        var device = system.Per("device", p => p.DeviceId);
        var cardAtMerchant = system.Per("card at merchant", p => p.CardId, p => p.MerchantId);
        var cardOnDevice = system.Per("card on device", p => p.CardId, p => p.DeviceId);
        var cardInCategory = system.Per("card in category", p => p.CardId, p => p.MerchantCategory);
        var usual = card.Mean(p => p.Amount, month);
        var spread = card.Std(p => p.Amount, month);

        system.Feature("amount", p => p.Amount, "dollars asked for");
        system.Feature("card_payments_1h", card.Count(hour), "payments of the card in the last hour");
        system.Feature("card_payments_24h", card.Count(day), "payments of the card in the last day");
        system.Feature("card_spend_24h", card.Sum(p => p.Amount, day), "dollars spent with the card in the last day");
        system.Feature("card_max_30d", card.Max(p => p.Amount, month), "largest payment of the card in 30 days");
        system.Feature("card_seconds_since_last", card.TimeSinceLast(), "seconds since the card's last payment");
        system.Feature("card_spend_decayed", card.Decayed(p => p.Amount, TimeSpan.FromHours(6)), "dollars spent with the card, fading by half every six hours");
        system.Feature("card_merchants_24h", card.Distinct(p => p.MerchantId, day), "different merchants of the card in the last day");
        system.Feature("card_countries_24h", card.Distinct(p => p.MerchantCountry, day), "different merchant countries of the card in the last day");
        system.Feature("amount_vs_usual", (p, f) => p.Amount / (1 + f[usual]), "amount against the card's mean of 30 days");
        system.Feature("amount_z", (p, f) => (p.Amount - f[usual]) / (1 + f[spread]), "amount in standard deviations of the card");
        system.Feature("card_merchant_30d", cardAtMerchant.Count(month), "payments of the card at this merchant in 30 days");
        system.Feature("card_merchant_24h_share", cardAtMerchant.Count(day), "payments of the card at this merchant in the last day");
        system.Feature("card_category_30d", cardInCategory.Count(month), "payments of the card in this category in 30 days");
        system.Feature("device_is_new", (p, f) => p.DeviceId == null ? double.NaN : f[cardOnDevice.Count(TimeSpan.FromDays(60))] > 0 ? 0 : 1, "whether the card was never seen on this device");
        system.Feature("device_cards_7d", device.Distinct(p => p.CardId, TimeSpan.FromDays(7)), "different cards on this device in a week");
        system.Feature("merchant_payments_1h", merchant.Count(hour), "payments at the merchant in the last hour");
        system.Feature("merchant_small_24h", merchant.Min(p => p.Amount, day), "smallest payment at the merchant in the last day");
        system.Feature("merchant_mean_7d", merchant.Mean(p => p.Amount, TimeSpan.FromDays(7)), "mean payment at the merchant in a week");
        system.Feature("merchant_chargeback_rate", merchant.Rate<Chargeback>(c => c.MerchantId, month, priorRate: 0.005, priorWeight: 100), "chargebacks per payment at the merchant in 30 days, with a prior");
        system.Feature("merchant_reviewed_fraud_7d", merchant.On<ReviewResult>(r => r.IsFraud ? r.MerchantId : null).Count(TimeSpan.FromDays(7)), "payments at the merchant that reviewers took for fraud in a week");
        system.Feature("local_hour", p => p.LocalHour, "hour of the day at the cardholder's home");
        system.Feature("distance_km", p => p.DistanceKm, "kilometres from the cardholder's home");
        system.Feature("is_online", p => p.Online is { } online ? (online ? 1.0 : 0.0) : double.NaN, "whether the card was not present");
        system.Feature("is_foreign", p => p.CardCountry is { } a && p.MerchantCountry is { } b ? (a == b ? 0 : 1) : double.NaN, "whether card and merchant are of different countries");
        system.Feature("ships_abroad", p => p.CardCountry is { } a && p.ShippingCountry is { } b ? (a == b ? 0 : 1) : double.NaN, "whether goods are sent to another country than the card's");
        system.Category("merchant_category", p => p.MerchantCategory, "what the merchant sells");
        system.Category("email_domain", p => p.EmailDomain, "domain of the e-mail address");
        system.Signals(p => p.Signals);
    }

    private static CardPayment FromWorld(Payment p) => new(
        p.PaymentId, p.Time, p.Amount, p.CardId, p.CardCountry, p.MerchantId, p.MerchantCategory, p.MerchantCountry, p.IsOnline, p.LocalHour, p.DeviceId,
        p.EmailDomain, p.ShippingCountry, p.DistanceFromHomeKm);

    private static IEvent FromWorld(PaymentOutcome o) => o.Kind == PaymentOutcomeKind.Chargeback
        ? new Chargeback("cb-" + o.PaymentId, o.Time, o.PaymentId, o.MerchantId, o.Amount)
        : new ReviewResult("rv-" + o.PaymentId, o.Time, o.PaymentId, o.Kind == PaymentOutcomeKind.ReviewedFraud, o.MerchantId);
}
