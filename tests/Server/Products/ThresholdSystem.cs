using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Bellwether.Data.Events;
using Bellwether.Data.Schema;
using Bellwether.Serving.Hosting;

namespace Bellwether.Server.Tests.Products;

/// <summary>A whole small system: declines payments above a threshold, remembers ids in memory, takes events and chargebacks.</summary>
public sealed class ThresholdSystem(string name = "card-fraud") : IServedSystem
{
    private static readonly EventContract<Payment> s_payment = EventContract<Payment>.Instance;
    private readonly ConcurrentDictionary<string, string> _decided = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _taken = new(StringComparer.Ordinal);

    public string Name => name;

    public IEventContract RequestContract => s_payment;

    public IReadOnlyList<IEventContract> EventContracts { get; init; } = [EventContract<CardBlocked>.Instance, EventContract<CardReplaced>.Instance];

    public IReadOnlyList<IEventContract> OutcomeContracts { get; init; } = [EventContract<Chargeback>.Instance];

    public IReadOnlyList<ServedModel> Models { get; init; } =
        [new("v1", ["candidate"], new AmountModel(0.02)), new("v2", ["production"], new AmountModel(0.01))];

    public bool IsReady { get; set; } = true;

    public bool StoreAway { get; set; }

    /// <summary>What a decision waits for first.</summary>
    public Func<CancellationToken, Task>? Before { get; set; }

    public bool Drained { get; private set; }

    public int Decided => _decided.Count;

    public int Taken => _taken.Count;

    public ReadOnlyMemory<byte> Describe() => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"decided\":{Decided},\"threshold\":500}}"));

    public async ValueTask<ServedAnswer> DecideAsync(ReadOnlyMemory<byte> requestJson, CancellationToken cancellationToken = default)
    {
        if (Before is not null)
            await Before(cancellationToken);
        if (s_payment.Read(requestJson.Span, out var errors) is not { } payment)
            return new ServedAnswer(AnswerStatus.Invalid, default, errors);
        var content = Encoding.UTF8.GetString(s_payment.Write(payment));
        if (_decided.GetOrAdd(payment.Id, content) != content)
            return new ServedAnswer(AnswerStatus.Conflict, default, [new FieldError("id", "new, or sent again with the same content", payment.Id)]);
        if (payment.CardId == "explode")
            throw new InvalidOperationException("the secret inside: password=hunter2");
        var body = string.Create(CultureInfo.InvariantCulture, $"{{\"id\":\"{payment.Id.Replace("\"", "'").Replace("\\", "/")}\",\"decline\":{(payment.Amount > 500 ? "true" : "false")},\"durable\":{(StoreAway ? "false" : "true")}}}");
        return new ServedAnswer(AnswerStatus.Ok, Encoding.UTF8.GetBytes(body), []);
    }

    public async ValueTask<ServedAnswer> AcceptAsync(string type, IReadOnlyList<ReadOnlyMemory<byte>> eventsJson, CancellationToken cancellationToken = default)
    {
        if (StoreAway)
            throw new EventStoreUnavailableException("the disk at /secret/path is full", TimeSpan.FromSeconds(2.5));
        await Task.Yield();
        var contract = EventContracts.Concat(OutcomeContracts).FirstOrDefault(c => c.TypeName == type);
        if (contract is null)
            return new ServedAnswer(AnswerStatus.UnknownType, default, []);
        var found = new List<FieldError>();
        var records = new List<EventRecord>();
        for (var i = 0; i < eventsJson.Count; i++)
        {
            if (contract.ReadRecord(Name, eventsJson[i].Span, out var errors) is { } record)
                records.Add(record);
            found.AddRange(errors.Select(e => e with { Field = eventsJson.Count > 1 ? $"[{i}].{e.Field}" : e.Field }));
        }

        if (found.Count > 0)
            return new ServedAnswer(AnswerStatus.Invalid, default, found);
        foreach (var record in records)
        {
            var content = Encoding.UTF8.GetString(record.Payload.Span);
            if (_taken.GetOrAdd($"{type}/{record.Id}", content) != content)
                return new ServedAnswer(AnswerStatus.Conflict, default, [new FieldError("id", "new, or sent again with the same content", record.Id)]);
        }

        return new ServedAnswer(AnswerStatus.Ok, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"accepted\":{records.Count}}}")), []);
    }

    public ValueTask DrainAsync(CancellationToken cancellationToken = default)
    {
        Drained = true;
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
