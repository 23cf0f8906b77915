using Bellwether.Data.Events;
using Bellwether.Data.Schema;
using Bellwether.Serving.Decisions;
using Bellwether.Serving.Hosting;
using Bellwether.Serving.Pipeline;

namespace Bellwether.Serving.Tests;

/// <summary>The tests' system and its parts.</summary>
public static class Shop
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public static Payment Pay(int i, string? card = null, double amount = double.NaN) =>
        new($"p{i}", Start.AddSeconds(i), card ?? $"card{i % 7}", double.IsNaN(amount) ? 1 + (i % 13) : amount);

    public static DecisionFormat<Verdict> Format { get; } = new(
        (writer, verdict) =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("approve", verdict.Approve);
            writer.WriteNumber("score", verdict.Score);
            writer.WriteEndObject();
        },
        json => DecisionFormat<Verdict>.ByProperties.Read(json));

    public static DecisionContract<Payment, Verdict> Contract { get; } = new("shop", Format);

    public static FactReader<Payment, Verdict> Facts { get; } = new(Contract, [EventContract<CardLost>.Instance, EventContract<Chargeback>.Instance]);

    public static PipelineOptions<Payment, Verdict> Pipeline(ServedModel? model, params CascadeLevel[] fallbacks) => new()
    {
        Unit = p => p.Card,
        Decide = (_, score, _) => new Verdict(score < 100, score),
        Default = _ => new Verdict(true, -1),
        Arms = new ArmPlan("salt", new Arm("control", model)),
        Fallbacks = fallbacks,
        Timing = new PipelineTiming { Deadline = TimeSpan.FromSeconds(5), Budgets = new StageBudgets { Score = TimeSpan.FromSeconds(1), Log = TimeSpan.FromSeconds(5) } },
    };

    public static ServedSystemOptions<Payment, Verdict> Options(IEventStore store, PipelineOptions<Payment, Verdict> pipeline, int width = 5) => new()
    {
        Name = "shop",
        Features = new CountingFeatures(width),
        Pipeline = pipeline,
        Store = store,
        Format = Format,
        Events = [EventContract<CardLost>.Instance],
        Outcomes = [OutcomeContract.Of<Chargeback>(c => new OutcomeLabel(c.PaymentId, c.Fraud))],
        Clock = new SimulationClock(Start),
    };

    /// <summary>A replaying system: deterministic, with inline shadows and simulated time.</summary>
    public static ServedSystemOptions<Payment, Verdict> Replay(IEventStore store, SimulationClock clock, PipelineOptions<Payment, Verdict> pipeline, int width = 5) =>
        Options(store, pipeline with { ShadowInline = true, Timing = pipeline.Timing with { Clock = clock } }, width) with { Clock = clock, Replay = true };

    public static async Task<List<StoredEvent>> ReadAllAsync(this IEventStore store)
    {
        var all = new List<StoredEvent>();
        await foreach (var stored in store.ReadAsync(new EventQuery()))
            all.Add(stored);
        return all;
    }

    public static async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 1000 && !condition(); i++)
            await Task.Delay(5);
        Assert.True(condition(), "The condition did not come true within five seconds.");
    }
}
