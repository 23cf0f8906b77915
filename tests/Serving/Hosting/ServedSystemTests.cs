using System.Text;
using System.Text.Json;
using Bellwether.Data.Events;
using Bellwether.Data.Schema;
using Bellwether.Serving.Decisions;
using Bellwether.Serving.Hosting;
using Bellwether.Serving.Pipeline;
using Bellwether.Serving.Rollout;

namespace Bellwether.Serving.Tests.Hosting;

public sealed class ServedSystemTests
{
    private readonly InMemoryEventStore _store = new();
    private readonly SnapshotShelf _shelf = new();
    private readonly TestModel _model = new(new CountingFeatures(5).Schema);

    private ValueTask<ServedSystem<Payment, Verdict>> StartAsync(Func<ServedSystemOptions<Payment, Verdict>, ServedSystemOptions<Payment, Verdict>>? change = null, IEventStore? store = null)
    {
        var options = Shop.Options(store ?? _store, Shop.Pipeline(_model.As("v1"))) with { Snapshots = _shelf, ModelOf = v => new TestModel(_model.Schema, 2).As(v) };
        return ServedSystem<Payment, Verdict>.StartAsync(change?.Invoke(options) ?? options);
    }

    private static ReadOnlyMemory<byte> Json(string text) => Encoding.UTF8.GetBytes(text);

    private static ReadOnlyMemory<byte> PaymentJson(int i, string time = "2026-03-01T00:00:05Z", double amount = 3) =>
        Json(FormattableString.Invariant($$"""{"id":"p{{i}}","time":"{{time}}","card":"c{{i % 3}}","amount":{{amount}}}"""));

    [Fact]
    public async Task A_request_in_json_gets_a_decision_in_json()
    {
        await using var system = await StartAsync();
        var answer = await system.DecideAsync(PaymentJson(1));
        Assert.Equal(AnswerStatus.Ok, answer.Status);
        using var body = JsonDocument.Parse(answer.Body);
        var root = body.RootElement;
        Assert.Equal("p1", root.GetProperty("id").GetString());
        Assert.True(root.GetProperty("decision").GetProperty("approve").GetBoolean());
        Assert.Equal(("model", "control", "v1", true), (root.GetProperty("level").GetString(), root.GetProperty("arm").GetString(), root.GetProperty("model").GetString(), root.GetProperty("durable").GetBoolean()));
        Assert.Equal(root.GetProperty("score").GetDouble(), root.GetProperty("decision").GetProperty("score").GetDouble());
        Assert.Equal(AnswerStatus.Conflict, (await system.DecideAsync(PaymentJson(1, amount: 4))).Status);
        var again = await system.DecideAsync(PaymentJson(1));
        Assert.True(JsonDocument.Parse(again.Body).RootElement.GetProperty("repeated").GetBoolean());
        Assert.Equal(1, _store.LastSequence);
    }

    [Theory]
    [InlineData("{", "")]
    [InlineData("""{"id":"p1","time":"2026-03-01T00:00:00Z","card":"c","amount":"x"}""", "amount")]
    [InlineData("""{"id":"p1","time":"2026-03-03T00:00:00Z","card":"c","amount":1}""", "time")]
    [InlineData("""{"id":"p1","time":"2015-03-01T00:00:00Z","card":"c","amount":1}""", "time")]
    public async Task What_is_wrong_with_a_request_is_named_and_nothing_happens(string json, string field)
    {
        await using var system = await StartAsync();
        var answer = await system.DecideAsync(Json(json));
        Assert.Equal((AnswerStatus.Invalid, field), (answer.Status, Assert.Single(answer.Errors).Field));
        Assert.Equal(0, _store.LastSequence);
    }

    [Fact]
    public async Task A_time_that_cannot_be_is_explained()
    {
        await using var system = await StartAsync();
        var error = Assert.Single((await system.DecideAsync(PaymentJson(1, "2026-03-02T00:00:01Z"))).Errors);
        Assert.Equal(new FieldError("time", "a time at most 1 day ahead and 10 years back, between 2016-03-01T00:00:00Z and 2026-03-02T00:00:00Z", "2026-03-02T00:00:01Z"), error);
        Assert.Equal(AnswerStatus.Ok, (await system.DecideAsync(PaymentJson(1, "2026-03-02T00:00:00Z"))).Status);
    }

    [Fact]
    public async Task Several_requests_are_answered_in_order()
    {
        await using IServedSystem system = await StartAsync();
        var answers = await system.DecideManyAsync([PaymentJson(1), Json("{}"), PaymentJson(2)]);
        Assert.Equal([AnswerStatus.Ok, AnswerStatus.Invalid, AnswerStatus.Ok], answers.Select(a => a.Status));
        Assert.Equal("p2", JsonDocument.Parse(answers[2].Body).RootElement.GetProperty("id").GetString());
    }

    [Fact]
    public async Task Events_are_taken_all_or_none()
    {
        await using var system = await StartAsync();
        static ReadOnlyMemory<byte> Lost(int i, string card = "c1") => Json($$"""{"id":"l{{i}}","time":"2026-03-01T00:00:00Z","card":"{{card}}"}""");
        Assert.Equal(AnswerStatus.UnknownType, (await system.AcceptAsync("Nothing", [Lost(1)])).Status);
        Assert.Equal(AnswerStatus.UnknownType, (await system.AcceptAsync("Payment", [PaymentJson(1)])).Status);
        var bad = await system.AcceptAsync("CardLost", [Lost(1), Json("""{"id":"l2","time":"2026-03-01T00:00:00Z"}"""), Lost(3)]);
        Assert.Equal((AnswerStatus.Invalid, "[1].card"), (bad.Status, Assert.Single(bad.Errors).Field));
        Assert.Equal(0, _store.LastSequence);
        Assert.Equal("""{"accepted":2,"duplicates":0}""", Encoding.UTF8.GetString((await system.AcceptAsync("CardLost", [Lost(1), Lost(2)])).Body.Span));
        Assert.Equal("""{"accepted":1,"duplicates":1}""", Encoding.UTF8.GetString((await system.AcceptAsync("CardLost", [Lost(2), Lost(3)])).Body.Span));
        foreach (var batch in (ReadOnlyMemory<byte>[][])[[Lost(4), Lost(2, "c9")], [Lost(5), Lost(5, "c9")]])
        {
            var conflict = await system.AcceptAsync("CardLost", batch);
            Assert.Equal((AnswerStatus.Conflict, "[1].id"), (conflict.Status, Assert.Single(conflict.Errors).Field));
        }

        Assert.Equal((AnswerStatus.Conflict, "id"), ((await system.AcceptAsync("CardLost", [Lost(2, "c9")])).Status, Assert.Single((await system.AcceptAsync("CardLost", [Lost(2, "c9")])).Errors).Field));
        Assert.Equal(3, _store.LastSequence);
        Assert.Equal(3, system.AppliedSequence);
    }

    [Fact]
    public async Task A_store_that_is_away_takes_no_events_but_decisions_go_on()
    {
        var store = new UnreliableStore(_store);
        await using var system = await StartAsync(store: store);
        store.IsAway = true;
        await Assert.ThrowsAsync<EventStoreUnavailableException>(async () => await system.AcceptAsync("CardLost", [Json("""{"id":"l1","time":"2026-03-01T00:00:00Z","card":"c"}""")]));
        Assert.Contains("\"durable\":false", Encoding.UTF8.GetString((await system.DecideAsync(PaymentJson(1))).Body.Span), StringComparison.Ordinal);
        store.IsAway = false;
        await system.DrainAsync();
        Assert.Equal(1, _store.LastSequence);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_restart_gives_the_same_features_with_and_without_a_snapshot(bool damaged)
    {
        async Task<List<(double, long)>> ServeAsync(ServedSystem<Payment, Verdict> system, int from, int to)
        {
            var scores = new List<(double, long)>();
            for (var i = from; i < to; i++)
            {
                scores.Add(((await system.DecideAsync(Shop.Pay(i))).Score, system.AppliedSequence));
                if (i % 10 == 0)
                    await system.AcceptAsync([new CardLost($"l{i}", Shop.Start.AddSeconds(i), $"card{i % 7}")]);
            }

            return scores;
        }

        List<(double, long)> straight;
        await using (var other = new InMemoryEventStore())
        await using (var system = await StartAsync(o => o with { Snapshots = null }, other))
            straight = await ServeAsync(system, 0, 300);
        var restarted = new List<(double, long)>();
        await using (var system = await StartAsync())
        {
            restarted.AddRange(await ServeAsync(system, 0, 100));
            Assert.True(await system.SaveSnapshotAsync());
            restarted.AddRange(await ServeAsync(system, 100, 150));
        }

        if (damaged)
            _shelf.Damage("shop");
        await using (var system = await StartAsync())
            restarted.AddRange(await ServeAsync(system, 150, 300));
        Assert.Equal(straight, restarted);
    }

    [Fact]
    public async Task A_snapshot_from_beyond_the_logs_end_is_not_used()
    {
        await using (var system = await StartAsync())
        {
            for (var i = 0; i < 20; i++)
                await system.DecideAsync(Shop.Pay(i));
            await system.DrainAsync();
        }

        await using var shorter = new InMemoryEventStore();
        await using var again = await StartAsync(store: shorter);
        Assert.Equal(0, again.AppliedSequence);
    }

    [Fact]
    public async Task A_drain_refuses_new_work_and_saves()
    {
        await using var system = await StartAsync();
        await system.DecideAsync(PaymentJson(1));
        Assert.True(system.IsReady);
        await system.DrainAsync();
        Assert.False(system.IsReady);
        await Assert.ThrowsAsync<EventStoreUnavailableException>(async () => await system.DecideAsync(PaymentJson(2)));
        Assert.NotNull(await _shelf.LoadAsync("shop"));
    }

    [Fact]
    public async Task Outcomes_reach_observers_and_silence_survives_a_restart()
    {
        var seen = new Labels();
        var clock = new SimulationClock(Shop.Start);
        ServedSystemOptions<Payment, Verdict> Change(ServedSystemOptions<Payment, Verdict> o) => o with
        {
            Clock = clock,
            Pipeline = o.Pipeline with { Observers = [seen] },
            Join = new OutcomeJoinOptions { Window = TimeSpan.FromHours(2), LabelWhenNone = 0 },
        };
        await using (var system = await StartAsync(Change))
        {
            for (var i = 0; i < 4; i++)
                await system.DecideAsync(Shop.Pay(i));
            await system.AcceptAsync([new Chargeback("c1", Shop.Start.AddMinutes(5), "p1", 1)]);
        }

        await using (var system = await StartAsync(Change))
        {
            await system.AcceptAsync([new Chargeback("c2", Shop.Start.AddMinutes(6), "p2", 1)]);
            clock.Now = Shop.Start.AddHours(3);
            system.AdvanceOutcomes();
        }

        Assert.Equal(["p1=1", "p2=1", "p0=0", "p3=0"], seen.Told);
    }

    [Fact]
    public async Task A_rollout_survives_a_restart_at_every_step()
    {
        var plan = new RolloutPlan([new RolloutStage("shadow", 0) { MinDecisions = 5 }, new RolloutStage("half", 0.5) { MinDecisions = 5 }], []);
        var clock = new SimulationClock(Shop.Start);
        var told = new List<string>();
        ServedSystemOptions<Payment, Verdict> Change(ServedSystemOptions<Payment, Verdict> o) => o with
        {
            Clock = clock,
            Rollout = plan,
            Tick = TimeSpan.FromHours(1),
            OnRolloutStep = (step, _) =>
            {
                told.Add(step.Outcome);
                return ValueTask.CompletedTask;
            },
        };
        var next = 0;
        async Task ServeAsync(ServedSystem<Payment, Verdict> system)
        {
            for (var end = next + 40; next < end; next++)
                await system.DecideAsync(Shop.Pay(next, card: $"card{next}") with { Time = clock.Now });
            await system.Pipeline.FlushShadowsAsync();
        }

        await using (var system = await StartAsync(Change))
        {
            await system.StartRolloutAsync(new TestModel(_model.Schema, 2).As("v2"));
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await system.StartRolloutAsync(_model.As("v3")));
        }

        await using (var system = await StartAsync(Change))
        {
            Assert.Equal("v2", Assert.Single(system.Pipeline.Arms.Shadows).Model!.Version);
            await ServeAsync(system);
            Assert.Equal("promoted", (await system.AdvanceRolloutAsync())!.Outcome);
        }

        await using (var system = await StartAsync(Change))
        {
            Assert.Equal(0.5, Assert.Single(system.Pipeline.Arms.Others).Share);
            await ServeAsync(system);
            Assert.Equal(2, system.Pipeline.Counts.Count);
            Assert.Equal("completed", (await system.AdvanceRolloutAsync())!.Outcome);
            Assert.Equal("v2", system.Pipeline.Arms.Control.Model!.Version);
        }

        await using (var system = await StartAsync(Change))
        {
            Assert.Equal(("v2", RolloutState.Completed), (system.Pipeline.Arms.Control.Model!.Version, system.Rollout!.State));
            using var description = JsonDocument.Parse(system.Describe());
            Assert.Equal("completed", description.RootElement.GetProperty("rollout").GetProperty("state").GetString());
            Assert.Equal(3, description.RootElement.GetProperty("rollout").GetProperty("history").GetArrayLength());
            await system.RollbackAsync("an operator's word");
            Assert.Equal("v1", system.Pipeline.Arms.Control.Model!.Version);
        }

        await using (var system = await StartAsync(Change))
            Assert.Equal(("v1", RolloutState.RolledBack), (system.Pipeline.Arms.Control.Model!.Version, system.Rollout!.State));
        Assert.Equal(["started", "promoted", "completed", "completed", "rolled back"], told);
    }

    [Fact]
    public async Task A_rollback_takes_effect_while_the_store_is_away_and_is_written_later()
    {
        var store = new UnreliableStore(_store);
        var plan = RolloutPlan.BlueGreen(new RolloutStage("", 0) { MinDecisions = 1000 }, []);
        await using var system = await StartAsync(o => o with { Rollout = plan, Tick = TimeSpan.FromMilliseconds(20) }, store);
        await system.StartRolloutAsync(new TestModel(_model.Schema, 2).As("v2"));
        Assert.Equal("v2", (await system.DecideAsync(Shop.Pay(1))).ModelVersion);
        store.IsAway = true;
        await Assert.ThrowsAsync<EventStoreUnavailableException>(async () => await system.RollbackAsync("it hurts"));
        Assert.Equal("v1", (await system.DecideAsync(Shop.Pay(2))).ModelVersion);
        store.IsAway = false;
        await Shop.UntilAsync(() => _store.FindAsync("shop", "Rollout", system.Rollout!.History[^1].Id).AsTask().GetAwaiter().GetResult() is not null);
    }

    [Fact]
    public async Task The_description_tells_the_state()
    {
        await using var system = await StartAsync(o => o with { Alerts = () => ["drift on amount"] });
        for (var i = 0; i < 10; i++)
            await system.DecideAsync(Shop.Pay(i));
        using var description = JsonDocument.Parse(system.Describe());
        var root = description.RootElement;
        Assert.Equal(10, root.GetProperty("decisions").GetProperty("byLevel").GetProperty("model").GetInt32());
        Assert.Equal(10, root.GetProperty("latencies").GetProperty("whole").GetProperty("count").GetInt32());
        Assert.Equal("drift on amount", root.GetProperty("alerts")[0].GetString());
        Assert.Equal(10, root.GetProperty("log").GetProperty("applied").GetInt32());
        Assert.Equal("v1", Assert.Single(system.Models).Version);
    }

    [Fact]
    public async Task Listeners_hear_how_decisions_and_events_went()
    {
        var heard = new System.Collections.Concurrent.ConcurrentDictionary<string, long>();
        using var listener = new System.Diagnostics.Metrics.MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "Bellwether")
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            if (tags.ToArray().Any(t => t.Key == "system" && Equals(t.Value, "metered")))
                heard.AddOrUpdate($"{instrument.Name} {string.Join(' ', tags.ToArray().Where(t => t.Key != "system").Select(t => t.Value))}".TrimEnd(), value, (_, sum) => sum + value);
        });
        listener.Start();
        await using var system = await StartAsync(o => o with { Name = "metered" });
        for (var i = 0; i < 3; i++)
            await system.DecideAsync(Shop.Pay(i));
        await system.AcceptAsync([new CardLost("l1", Shop.Start, "c"), new Chargeback("c1", Shop.Start, "p1", 1)]);
        listener.RecordObservableInstruments();
        Assert.Equal(3, heard["bellwether.decisions control model"]);
        Assert.Equal(1, heard["bellwether.events CardLost"]);
        Assert.Equal(1, heard["bellwether.outcomes Chargeback"]);
        Assert.Equal(0, heard["bellwether.log.backlog"]);
        Assert.Equal(5, heard["bellwether.log.applied"]);
    }

    [Fact]
    public async Task Snapshots_are_files_that_a_crash_leaves_whole()
    {
        var folder = Directory.CreateTempSubdirectory("bellwether-snapshots").FullName;
        try
        {
            var files = new FileSnapshotStore(Path.Combine(folder, "new"));
            Assert.Null(await files.LoadAsync("shop"));
            await files.SaveAsync("shop", Json("one"));
            await files.SaveAsync("shop", Json("two"));
            await File.WriteAllTextAsync(Path.Combine(folder, "new", "shop.snapshot.new"), "half of thr");
            Assert.Equal("two", Encoding.UTF8.GetString((await files.LoadAsync("shop"))!.Value.Span));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class Labels : IDecisionObserver<Payment, Verdict>
    {
        public List<string> Told { get; } = [];

        public void OnOutcome(DecisionRecord<Payment, Verdict> record, double label, DateTimeOffset outcomeTime) =>
            Told.Add(FormattableString.Invariant($"{record.Id}={label}"));
    }

    private sealed class SnapshotShelf : ISnapshotStore
    {
        private readonly Dictionary<string, byte[]> _snapshots = [];

        public ValueTask SaveAsync(string name, ReadOnlyMemory<byte> snapshot, CancellationToken cancellationToken = default)
        {
            _snapshots[name] = snapshot.ToArray();
            return ValueTask.CompletedTask;
        }

        public ValueTask<ReadOnlyMemory<byte>?> LoadAsync(string name, CancellationToken cancellationToken = default) =>
            new(_snapshots.TryGetValue(name, out var bytes) ? bytes : (ReadOnlyMemory<byte>?)null);

        public void Damage(string name) => _snapshots[name][^40] ^= 1;
    }
}
