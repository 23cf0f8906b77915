using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Bellwether.Data.Events;
using Bellwether.Data.Schema;
using Bellwether.Gallery.Trust.CardFraud;
using Bellwether.Serving.Decisions;

namespace Bellwether.Cli.Tests.Faults;

/// <summary>What clients sent and what a server acknowledged, to hold the store against. Safe for concurrent use.</summary>
internal sealed class Ledger
{
    private static readonly DecisionContract<CardPayment, FraudDecision> s_contract = new("card-fraud", DecisionFormat<FraudDecision>.ByProperties);
    private readonly ConcurrentDictionary<string, IEvent> _sent = new();

    /// <summary>Decisions acknowledged with <c>"durable": true</c>, by id.</summary>
    public ConcurrentDictionary<string, JsonElement> Decided { get; } = new();

    /// <summary>Decisions answered with <c>"durable": false</c>, by id.</summary>
    public ConcurrentDictionary<string, JsonElement> Deferred { get; } = new();

    /// <summary>Outcomes acknowledged, by type and id.</summary>
    public ConcurrentDictionary<string, IEvent> Told { get; } = new();

    /// <summary>Answers other than 200.</summary>
    public ConcurrentQueue<Refusal> Refusals { get; } = new();

    /// <summary>How many decisions and outcomes were acknowledged as durable.</summary>
    public int Acknowledged => Decided.Count + Told.Count;

    public void Send(Work work)
    {
        foreach (var item in work.Events)
            _sent.TryAdd(KeyOf(item), item);
    }

    /// <summary>Writes down an answer 200.</summary>
    public void Take(Work work, byte[] body)
    {
        using var json = JsonDocument.Parse(body);
        var root = json.RootElement;
        if (!work.Decides)
        {
            Assert.Equal(work.Events.Count, root.GetProperty("accepted").GetInt32() + root.GetProperty("duplicates").GetInt32());
            foreach (var item in work.Events)
                Told[KeyOf(item)] = item;
            return;
        }

        IReadOnlyList<JsonElement> answers = root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()] : [root];
        Assert.Equal(work.Events.Count, answers.Count);
        foreach (var (item, answer) in work.Events.Zip(answers))
        {
            if (!answer.TryGetProperty("durable", out var durable))
            {
                Refusals.Enqueue(new Refusal(work.Path, answer.GetProperty("status").GetInt32(), null, null, answer.ToString()));
                continue;
            }

            Assert.Equal(item.Id, answer.GetProperty("id").GetString());
            (durable.GetBoolean() ? Decided : Deferred)[item.Id] = answer.Clone();
        }
    }

    /// <summary>The request of a decision that was acknowledged.</summary>
    public Work Again(string id) => Work.Decide([(CardPayment)_sent[nameof(CardPayment) + "/" + id]]);

    /// <summary>Holds the store against the ledger: everything acknowledged is there, once, as it was sent and answered; and nothing else is
    /// there than what was sent.</summary>
    /// <param name="store">The store.</param>
    /// <param name="deferredToo">Whether decisions that waited for the store must have arrived, too.</param>
    /// <returns>How many events the store holds.</returns>
    public async Task<int> CheckAsync(IEventStore store, bool deferredToo = false)
    {
        var stored = new Dictionary<string, EventRecord>();
        await foreach (var held in store.ReadAsync(new EventQuery { System = "card-fraud" }))
        {
            var record = held.Event;
            var key = record.Type == FactTypes.Decision ? nameof(CardPayment) + "/" + record.Id : record.Type + "/" + record.Id;
            Assert.True(stored.TryAdd(key, record), $"{key} must be in the store once, but is there twice.");
            Assert.True(_sent.TryGetValue(key, out var sent), $"{key} is in the store, but nobody sent it.");
            Assert.Equal(TextOf(sent), TextOf(EventOf(record)));
        }

        AssertNoneLost(Decided.Keys.Select(id => nameof(CardPayment) + "/" + id), stored, "decisions acknowledged as durable");
        AssertNoneLost(Told.Keys, stored, "acknowledged outcomes");
        if (deferredToo)
            AssertNoneLost(Deferred.Keys.Select(id => nameof(CardPayment) + "/" + id), stored, "decisions that waited for the store");
        foreach (var (id, answer) in deferredToo ? Decided.Concat(Deferred) : Decided)
            AssertSame(answer, s_contract.Read(stored[nameof(CardPayment) + "/" + id]));
        return stored.Count;
    }

    private static void AssertNoneLost(IEnumerable<string> acknowledged, Dictionary<string, EventRecord> stored, string what)
    {
        var lost = acknowledged.Where(key => !stored.ContainsKey(key)).ToArray();
        Assert.True(lost.Length == 0, $"{lost.Length} {what} are lost: {string.Join(", ", lost.Take(5))}");
    }

    private static void AssertSame(JsonElement answer, DecisionRecord<CardPayment, FraudDecision> kept)
    {
        Assert.Equal(s_contract.Format.Read(Encoding.UTF8.GetBytes(answer.GetProperty("decision").GetRawText())), kept.Decision);
        Assert.Equal(answer.GetProperty("level").GetString(), kept.Level);
        Assert.Equal(answer.GetProperty("model").GetString(), kept.ModelVersion);
        Assert.Equal(answer.GetProperty("arm").GetString(), kept.Arm);
        Assert.Equal(answer.GetProperty("score").ValueKind == JsonValueKind.Null ? double.NaN : answer.GetProperty("score").GetDouble(), kept.Score);
    }

    private static IEvent EventOf(EventRecord record) => record.Type switch
    {
        FactTypes.Decision => s_contract.ReadRequest(record),
        nameof(Chargeback) => EventContract<Chargeback>.Instance.FromRecord(record),
        nameof(ReviewResult) => EventContract<ReviewResult>.Instance.FromRecord(record),
        _ => throw new InvalidOperationException($"Nobody sent an event of type {record.Type}."),
    };

    private static string TextOf(IEvent item) => Encoding.UTF8.GetString(item switch
    {
        CardPayment payment => EventContract<CardPayment>.Instance.Write(payment),
        Chargeback chargeback => EventContract<Chargeback>.Instance.Write(chargeback),
        _ => EventContract<ReviewResult>.Instance.Write((ReviewResult)item),
    });

    private static string KeyOf(IEvent item) => item.GetType().Name + "/" + item.Id;
}
