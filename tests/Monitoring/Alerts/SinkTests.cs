using System.Net;
using System.Runtime.CompilerServices;
using Bellwether.Data.Events;
using Bellwether.Monitoring.Alerts;

namespace Bellwether.Monitoring.Tests.Alerts;

public sealed class SinkTests
{
    private static readonly AlertTransition Raised = new(true, ManualTime.Start,
        new Alert("latency-high", "latency.p99", AlertSeverity.Critical, 120, 100, ManualTime.Start, AlertAction.RollBack, "latency.p99 is 120"));

    [Fact]
    public async Task The_log_gets_a_line_with_all_that_matters()
    {
        var lines = new List<string>();
        await new LogSink(lines.Add).SendAsync(Raised);
        await new LogSink(lines.Add).SendAsync(Raised with { IsRaised = false });
        Assert.Equal("2026-03-01 00:00:00Z RAISED Critical latency-high: latency.p99 is 120 -> RollBack", lines[0]);
        Assert.Contains("RESOLVED", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_webhook_is_tried_again_with_longer_and_longer_waits()
    {
        var time = new ManualTime();
        var endpoint = new Endpoint(HttpStatusCode.ServiceUnavailable, HttpStatusCode.TooManyRequests, null, HttpStatusCode.OK);
        await using var sink = new WebhookSink(new HttpClient(endpoint), new Uri("http://hooks.test/alerts"), time);
        await sink.SendAsync(Raised);
        await sink.FlushAsync();
        Assert.Equal((1, 0), (sink.Delivered, sink.Failed));
        Assert.Equal([1, 2, 4], time.Waits.Select(w => w.TotalSeconds));
        Assert.Equal(4, endpoint.Bodies.Count);
        Assert.Equal(Raised, AlertJson.Read(endpoint.Bodies[^1]));
    }

    [Fact]
    public async Task A_webhook_gives_up_after_its_attempts_and_at_once_when_refused()
    {
        var down = new Endpoint(HttpStatusCode.InternalServerError);
        await using var sink = new WebhookSink(new HttpClient(down), new Uri("http://hooks.test/"), new ManualTime(), new WebhookOptions { Attempts = 3 });
        await sink.SendAsync(Raised);
        await sink.FlushAsync();
        Assert.Equal((0, 1, 3), (sink.Delivered, sink.Failed, down.Bodies.Count));
        await sink.SendAsync(Raised);
        Assert.Equal(1, sink.Dropped);

        var refuses = new Endpoint(HttpStatusCode.NotFound);
        await using var other = new WebhookSink(new HttpClient(refuses), new Uri("http://hooks.test/"), new ManualTime());
        await other.SendAsync(Raised);
        await other.FlushAsync();
        Assert.Equal((1, 1), (other.Failed, refuses.Bodies.Count));
    }

    [Fact]
    public async Task A_hanging_webhook_never_blocks_the_caller_and_a_full_queue_is_counted()
    {
        var hanging = new Endpoint { Hangs = true };
        var sink = new WebhookSink(new HttpClient(hanging), new Uri("http://hooks.test/"), new ManualTime(), new WebhookOptions { Capacity = 4 });
        for (var i = 0; i < 20; i++)
            await sink.SendAsync(Raised).AsTask().WaitAsync(TimeSpan.FromSeconds(5));
        Assert.InRange(sink.Dropped, 15, 16);
        await sink.DisposeAsync();
        Assert.Equal(0, sink.Delivered);
    }

    [Fact]
    public async Task The_store_gets_an_event_once_and_one_failing_sink_does_not_stop_the_others()
    {
        var store = new ListStore();
        var failures = 0;
        var sink = new FanOutSink([new FailingSink(), new EventStoreSink(store, "card-fraud")], (_, _) => failures++);
        await sink.SendAsync(Raised);
        await sink.SendAsync(Raised);
        await sink.SendAsync(Raised with { IsRaised = false });
        Assert.Equal(3, failures);
        Assert.Equal(2, store.Events.Count);
        Assert.All(store.Events, e => Assert.Equal(("card-fraud", "Alert"), (e.System, e.Type)));
        Assert.Equal(Raised, AlertJson.Read(store.Events[0].Payload.Span));
        var longName = Raised with { Alert = Raised.Alert with { Name = new string('n', 150), Signal = new string('s', 150) } };
        await sink.SendAsync(longName);
        Assert.InRange(store.Events[^1].Id.Length, 1, 200);
    }

    private sealed class Endpoint(params HttpStatusCode?[] answers) : HttpMessageHandler
    {
        public List<byte[]> Bodies { get; } = [];

        public bool Hangs { get; init; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Bodies.Add(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
            if (Hangs)
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            var answer = answers[Math.Min(Bodies.Count, answers.Length) - 1] ?? throw new HttpRequestException("connection refused");
            return new HttpResponseMessage(answer);
        }
    }

    private sealed class FailingSink : IAlertSink
    {
        public ValueTask SendAsync(AlertTransition transition, CancellationToken cancellationToken = default) => throw new InvalidOperationException("broken");
    }

    /// <summary>The smallest store that keeps the promise the sink needs: an id is written once.</summary>
    private sealed class ListStore : IEventStore
    {
        public List<EventRecord> Events { get; } = [];

        public long LastSequence => Events.Count;

        public ValueTask<IReadOnlyList<AppendReceipt>> AppendAsync(IReadOnlyList<EventRecord> events, CancellationToken cancellationToken = default)
        {
            var receipts = new List<AppendReceipt>();
            foreach (var record in events)
            {
                var at = Events.FindIndex(e => e.Id == record.Id);
                if (at < 0)
                    Events.Add(record);
                receipts.Add(new AppendReceipt(at < 0 ? AppendOutcome.Appended : AppendOutcome.Duplicate, at < 0 ? Events.Count : at + 1));
            }

            return ValueTask.FromResult<IReadOnlyList<AppendReceipt>>(receipts);
        }

        public async IAsyncEnumerable<StoredEvent> ReadAsync(EventQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.CompletedTask;
            yield break;
        }

        public ValueTask<StoredEvent?> FindAsync(string system, string type, string id, CancellationToken cancellationToken = default) => ValueTask.FromResult<StoredEvent?>(null);

        public IDisposable Subscribe(Action<IReadOnlyList<StoredEvent>> onDurable) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
