using Bellwether.Bench.Features;
using Bellwether.Data.Events;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Gallery.Trust.CardFraud;
using Bellwether.Numerics.Random;
using Bellwether.Serving.Decisions;
using Bellwether.Serving.Hosting;
using Bellwether.Serving.Pipeline;
using Bellwether.Systems.Living;

namespace Bellwether.Bench.Serving;

/// <summary>The card-fraud system as it decides within a process: its features warm with 200,000 events, its boosted trees trained on them,
/// its pipeline, and a log that forgets.</summary>
internal sealed class DecideScene
{
    private const int Warm = 200_000, Train = 60_000, Ahead = 4_096;
    private readonly CardPayment[] _payments;
    private readonly double[] _vector;
    private int _next;

    public DecideScene(int reasons)
    {
        var definition = CardFraudParts.Definition;
        var truths = new List<double>();
        var log = PaymentLog.Make(Warm + (2 * Ahead), 1, truths);
        var features = new EngineFeatures<CardPayment>(definition.Features);
        State = new FeatureState<CardPayment>(features);
        _vector = new double[State.Schema.Count];
        var rows = new DatasetBuilder(State.Schema);
        var payments = 0;
        for (var i = 0; i < Warm; i++)
        {
            if (log[i] is CardPayment payment)
            {
                if (i >= Warm - Train)
                {
                    State.Compute(payment, _vector);
                    rows.Add(_vector, truths[payments], payment.Time, payment.Id);
                }

                payments++;
            }

            State.Apply(i + 1, log[i]);
        }

        _payments = [.. log.Skip(Warm).OfType<CardPayment>().Take(Ahead)];
        Array.Resize(ref _payments, Ahead / 2); // a power of two: the places are masked
        var seed = new Seed(1);
        var model = new ServedModel("v2", [], definition.Ladder[^1].Learner.Fit(rows.Build(), new FitContext(seed) { Threads = 2 }));
        var first = new ServedModel("v1", [], definition.Ladder[0].Learner.Fit(new DatasetBuilder(State.Schema).Build(), new FitContext(seed)));
        var composed = Composition.Of(definition, new InMemoryEventStore(), model, first, new PipelineTiming());
        Log = new NullLog();
        Contract = new DecisionContract<CardPayment, FraudDecision>(composed.Name, DecisionFormat<FraudDecision>.ByProperties);
        Pipeline = new DecisionPipeline<CardPayment, FraudDecision>(composed.Pipeline with { Reasons = reasons }, State, Contract, Log);
        Record = Pipeline.Preview(Next());
    }

    public FeatureState<CardPayment> State { get; }

    public NullLog Log { get; }

    public DecisionContract<CardPayment, FraudDecision> Contract { get; }

    public DecisionPipeline<CardPayment, FraudDecision> Pipeline { get; }

    /// <summary>One decision that was made.</summary>
    public DecisionRecord<CardPayment, FraudDecision> Record { get; }

    /// <summary>The features of the next payment.</summary>
    public double[] Compute()
    {
        State.Compute(Next(), _vector);
        return _vector;
    }

    /// <summary>Features, trees, decision; nothing written.</summary>
    public double Preview() => Pipeline.PreviewInto(Next(), _vector).Score;

    /// <summary>The same, written as the log keeps it.</summary>
    public string Decide()
    {
        var answer = Pipeline.DecideAsync(Next());
        return answer.IsCompletedSuccessfully ? answer.Result.Level : throw new InvalidOperationException("The log that forgets must answer at once.");
    }

    private CardPayment Next() => _payments[_next++ & (_payments.Length - 1)];
}
