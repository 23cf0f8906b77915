using System.Diagnostics;
using Bellwether.Data.Events;
using Bellwether.Data.Training;
using Bellwether.Serving.Decisions;
using Bellwether.Serving.Pipeline;
using Xunit.Abstractions;

namespace Bellwether.Serving.Tests.Pipeline;

public sealed class DecisionPipelineTests(ITestOutputHelper output)
{
    private static readonly FeatureSchema s_schema = new CountingFeatures(5).Schema;

    [Fact]
    public async Task The_same_request_again_gets_the_logged_decision_and_another_one_a_conflict()
    {
        await using var store = new InMemoryEventStore();
        var model = new TestModel(s_schema);
        await using var pipeline = new DecisionPipeline<Payment, Verdict>(
            Shop.Pipeline(model.As("v1")), new FeatureState<Payment>(new CountingFeatures(5)), Shop.Contract, new DurableDecisionLog(store, TimeProvider.System));
        var first = await pipeline.DecideAsync(Shop.Pay(1));
        model.Always = 500;
        var again = await pipeline.DecideAsync(Shop.Pay(1));
        Assert.True(again.IsRepeated);
        Assert.Equal((first.Decision, first.Score), (again.Decision, again.Score));
        Assert.True((await pipeline.DecideAsync(Shop.Pay(1) with { Amount = 99 })).IsConflict);
        Assert.Equal(1, store.LastSequence);
        Assert.Equal(1, pipeline.Counts.Sum(c => c.Count));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Shadows_are_scored_and_change_no_answer(bool inline)
    {
        var (plain, _) = await RunAsync(inline, []);
        var broken = new TestModel(s_schema) { Before = () => throw new InvalidOperationException("a broken shadow") };
        var (shadowed, scores) = await RunAsync(inline, [new Arm("s1", new TestModel(s_schema, 7).As("v7")), new Arm("s2", broken.As("v8"))]);
        Assert.Equal(plain, shadowed);
        Assert.Equal(200, scores.Count);
        foreach (var score in scores)
            Assert.Equal(score.Arm == "s2", double.IsNaN(score.Score));
    }

    private static async Task<(List<Verdict> Answers, List<ShadowScore> Shadows)> RunAsync(bool inline, Arm[] shadows)
    {
        var seen = new Recorder();
        await using var store = new InMemoryEventStore();
        var features = new FeatureState<Payment>(new CountingFeatures(5));
        using var follower = await LogFollower<Payment, Verdict>.StartAsync(store, features, Shop.Facts);
        var options = Shop.Pipeline(new TestModel(s_schema).As("v1")) with
        {
            Arms = new ArmPlan("salt", new Arm("control", new TestModel(s_schema).As("v1")), null, shadows),
            ShadowInline = inline,
            Observers = [seen],
        };
        await using var pipeline = new DecisionPipeline<Payment, Verdict>(options, features, Shop.Contract, new DurableDecisionLog(store, TimeProvider.System));
        var answers = new List<Verdict>();
        for (var i = 0; i < 100; i++)
            answers.Add((await pipeline.DecideAsync(Shop.Pay(i))).Decision);
        await pipeline.FlushShadowsAsync();
        return (answers, [.. seen.Shadows.OrderBy(s => s.DecisionId, StringComparer.Ordinal)]);
    }

    [Fact]
    public async Task Shadows_that_find_the_queue_full_are_dropped_and_counted()
    {
        using var gate = new ManualResetEventSlim();
        var slow = new TestModel(s_schema) { Before = gate.Wait };
        await using var store = new InMemoryEventStore();
        var options = Shop.Pipeline(new TestModel(s_schema).As("v1")) with
        {
            Arms = new ArmPlan("salt", new Arm("control", new TestModel(s_schema).As("v1")), null, [new Arm("slow", slow.As("v2"))]),
            ShadowQueue = 8,
        };
        await using var pipeline = new DecisionPipeline<Payment, Verdict>(
            options, new FeatureState<Payment>(new CountingFeatures(5)), Shop.Contract, new DurableDecisionLog(store, TimeProvider.System));
        for (var i = 0; i < 50; i++)
            Assert.Equal("model", (await pipeline.DecideAsync(Shop.Pay(i))).Level);
        Assert.InRange(pipeline.ShadowDropped, 41, 42);
        gate.Set();
        await pipeline.FlushShadowsAsync();
        Assert.Equal(50 - pipeline.ShadowDropped, slow.Calls);
    }

    [Fact]
    public async Task An_observer_that_throws_is_counted_and_changes_no_answer()
    {
        var options = Shop.Pipeline(new TestModel(s_schema).As("v1"));
        var seen = new Recorder();
        await using var pipeline = new DecisionPipeline<Payment, Verdict>(
            options with { Observers = [new Thrower(), seen] }, new FeatureState<Payment>(new CountingFeatures(5)), Shop.Contract,
            new DurableDecisionLog(new InMemoryEventStore(), TimeProvider.System));
        Assert.Equal("model", (await pipeline.DecideAsync(Shop.Pay(1))).Level);
        Assert.Equal(1, pipeline.ObserverFaults);
        Assert.Single(seen.Decisions);
    }

    [Fact]
    public async Task A_replay_gives_the_same_log_byte_for_byte()
    {
        async Task<List<StoredEvent>> LogAsync()
        {
            await using var store = new InMemoryEventStore();
            var clock = new SimulationClock(Shop.Start);
            var state = new FeatureState<Payment>(new CountingFeatures(5));
            using var follower = await LogFollower<Payment, Verdict>.StartAsync(store, state, Shop.Facts, live: false);
            await using var log = new BufferedDecisionLog(store, follower.Apply, batchSize: 64);
            var model = new TestModel(s_schema);
            var pipeline = Shop.Pipeline(model.As("v1")) with { Reasons = 2, ShadowInline = true };
            await using var made = new DecisionPipeline<Payment, Verdict>(pipeline with { Timing = pipeline.Timing with { Clock = clock } }, state, Shop.Contract, log);
            for (var i = 0; i < 1000; i++)
            {
                clock.Now = Shop.Start.AddSeconds(i);
                model.Before = i % 100 == 7 ? () => clock.Spend(TimeSpan.FromSeconds(2)) : null;
                Assert.Equal(LogOutcome.Buffered, (await made.DecideAsync(Shop.Pay(i))).Log);
            }

            await log.FlushAsync();
            return await store.ReadAllAsync();
        }

        var (one, two) = (await LogAsync(), await LogAsync());
        Assert.Equal(1000, one.Count);
        Assert.Equal(one.Select(e => e.Event), two.Select(e => e.Event));
    }

    [Fact]
    public void What_a_decision_allocates_is_small_and_does_not_grow_with_features()
    {
        var (narrow, wide) = (AllocatedPerDecision(10), AllocatedPerDecision(200));
        output.WriteLine($"bytes per decision: {narrow} with 10 features, {wide} with 200");
        Assert.InRange(narrow, 1, 600);
        Assert.Equal(narrow, wide);
    }

    [Fact]
    public async Task Beside_the_payload_a_logged_decision_allocates_no_more_for_more_features()
    {
        var (narrow, narrowPayload) = await AllocatedPerLoggedDecisionAsync(10);
        var (wide, widePayload) = await AllocatedPerLoggedDecisionAsync(200);
        output.WriteLine($"bytes per logged decision: {narrow} with 10 features (payload {narrowPayload}), {wide} with 200 (payload {widePayload})");
        Assert.InRange(widePayload, narrowPayload + 190, int.MaxValue);
        Assert.InRange(wide - widePayload, narrow - narrowPayload - 16, narrow - narrowPayload + 16);
        Assert.InRange(narrow - narrowPayload, 1, 1500);
    }

    private static async Task<(long Allocated, long Payload)> AllocatedPerLoggedDecisionAsync(int width)
    {
        var source = new CountingFeatures(width);
        var log = new NoLog();
        await using var made = new DecisionPipeline<Payment, Verdict>(
            Shop.Pipeline(new TestModel(source.Schema).As("v1")), new FeatureState<Payment>(source), Shop.Contract, log);
        var requests = Enumerable.Range(0, 3000).Select(i => Shop.Pay(i)).ToArray();
        foreach (var request in requests)
            await made.DecideAsync(request);
        log.Payload = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var request in requests)
            await made.DecideAsync(request);
        return ((GC.GetAllocatedBytesForCurrentThread() - before) / requests.Length, log.Payload / requests.Length);
    }

    private static long AllocatedPerDecision(int width)
    {
        var source = new CountingFeatures(width);
        var made = new DecisionPipeline<Payment, Verdict>(
            Shop.Pipeline(new TestModel(source.Schema).As("v1")), new FeatureState<Payment>(source), Shop.Contract, new NoLog());
        var requests = Enumerable.Range(0, 2000).Select(i => Shop.Pay(i)).ToArray();
        var vector = new double[width];
        Run(made, requests, vector);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(made, requests, vector);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / requests.Length;

        static void Run(DecisionPipeline<Payment, Verdict> pipeline, Payment[] requests, double[] vector)
        {
            foreach (var request in requests)
                pipeline.PreviewInto(request, vector);
        }
    }

    [Fact]
    public async Task Decisions_are_all_made_and_their_times_told()
    {
        var source = new CountingFeatures(30);
        var model = new TestModel(source.Schema);
        await using var store = new InMemoryEventStore();
        var state = new FeatureState<Payment>(source);
        using var follower = await LogFollower<Payment, Verdict>.StartAsync(store, state, Shop.Facts);
        await using var pipeline = new DecisionPipeline<Payment, Verdict>(Shop.Pipeline(model.As("v1")), state, Shop.Contract, new DurableDecisionLog(store, TimeProvider.System));
        var vector = new double[30];
        for (var i = 0; i < 20_000; i++)
            pipeline.PreviewInto(Shop.Pay(i), vector);
        var bare = new long[20_000];
        for (var i = 0; i < bare.Length; i++)
        {
            var request = Shop.Pay(i);
            var start = Stopwatch.GetTimestamp();
            pipeline.PreviewInto(request, vector);
            bare[i] = Stopwatch.GetTimestamp() - start;
        }

        var logged = new long[20_000];
        for (var i = 0; i < logged.Length; i++)
        {
            var request = Shop.Pay(i);
            var start = Stopwatch.GetTimestamp();
            await pipeline.DecideAsync(request);
            logged[i] = Stopwatch.GetTimestamp() - start;
        }

        Array.Sort(bare);
        Array.Sort(logged);
        static double Us(long ticks) => ticks * 1e6 / Stopwatch.Frequency;
        output.WriteLine($"in-process decision: p50 {Us(bare[10_000]):F2} us, p99 {Us(bare[19_800]):F2} us; logged in memory: p50 {Us(logged[10_000]):F2} us, p99 {Us(logged[19_800]):F2} us");
        // Time is reported, not asserted; that all of them were decided is.
        Assert.Equal(20_000, store.LastSequence);
    }

    private sealed class Thrower : IDecisionObserver<Payment, Verdict>
    {
        public void OnDecision(DecisionRecord<Payment, Verdict> record) => throw new InvalidOperationException("a broken observer");
    }

    private sealed class Recorder : IDecisionObserver<Payment, Verdict>
    {
        private readonly Lock _gate = new();

        public List<DecisionRecord<Payment, Verdict>> Decisions { get; } = [];

        public List<ShadowScore> Shadows { get; } = [];

        public void OnDecision(DecisionRecord<Payment, Verdict> record)
        {
            lock (_gate)
                Decisions.Add(record.Detach());
        }

        public void OnShadow(ShadowScore score)
        {
            lock (_gate)
                Shadows.Add(score);
        }
    }

    private sealed class NoLog : IDecisionLog
    {
        public int Backlog => 0;

        public long Lost => 0;

        public long Payload { get; set; }

        public ValueTask<IReadOnlyList<AppendReceipt>> AppendAsync(IReadOnlyList<EventRecord> facts, CancellationToken cancellationToken = default) => new([]);

        public ValueTask<LogOutcome> AppendDecisionAsync(EventRecord decision, TimeSpan patience)
        {
            Payload += decision.Payload.Length;
            return new(LogOutcome.Durable);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        public ValueTask<EventRecord?> FindAsync(string system, string type, string id, CancellationToken cancellationToken = default) => new((EventRecord?)null);

        public ValueTask FlushAsync(CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
    }
}
