using System.Globalization;
using Bellwether.Data;
using Bellwether.Data.Events;
using Bellwether.Data.Schema;
using Bellwether.Serving.Decisions;

namespace Bellwether.Serving.Hosting;

/// <summary>Reads and checks what callers send: contracts, times that cannot be, ids that were used before.</summary>
internal sealed class FactIntake(string system, TimeProvider clock, IDecisionLog log)
{
    private static readonly TimeSpan s_future = TimeSpan.FromDays(1);
    private const int YearsBack = 10;

    /// <summary>The error of an id that was used before with other content.</summary>
    public static FieldError Used(string field, string id, string what) => new(field, $"an id that was not used before for another {what}", Shorten(id));

    /// <summary>What is wrong with an event's time; null when nothing is.</summary>
    public FieldError? CheckTime(IEvent fact, IEventContract contract, string prefix)
    {
        var now = clock.GetUtcNow();
        var (earliest, latest) = (now.AddYears(-YearsBack), now + s_future);
        if (fact.Time >= earliest && fact.Time <= latest)
            return null;
        var field = contract.Fields.FirstOrDefault(f => f.Kind == FieldKind.Time && f.Name == "time")?.Name
            ?? contract.Fields.FirstOrDefault(f => f.Kind == FieldKind.Time)?.Name ?? "time";
        return new FieldError(prefix + field, string.Create(CultureInfo.InvariantCulture,
            $"a time at most 1 day ahead and {YearsBack} years back, between {earliest.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ} and {latest.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}"),
            fact.Time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
    }

    /// <summary>Reads events of one type; fields are named <c>[3].amount</c> when there is more than one event.</summary>
    public List<EventRecord> Read(IEventContract contract, IReadOnlyList<ReadOnlyMemory<byte>> events, out IReadOnlyList<FieldError> errors)
    {
        var records = new List<EventRecord>(events.Count);
        var found = new List<FieldError>();
        for (var i = 0; i < events.Count; i++)
        {
            var prefix = PrefixOf(i, events.Count);
            if (contract.ReadRecord(system, events[i].Span, out var wrong) is not { } record)
                found.AddRange(wrong.Select(e => e with { Field = (prefix + e.Field).TrimEnd('.') }));
            else if (CheckTime(contract.FromRecord(record), contract, prefix) is { } error)
                found.Add(error);
            else
                records.Add(record);
        }

        errors = found;
        return records;
    }

    /// <summary>Ids of a batch that were used before, or twice in it, with other content: looked up first, so that a batch is taken whole or
    /// not at all. A single event needs no look: the store itself refuses it.</summary>
    public async ValueTask<IReadOnlyList<FieldError>> ConflictsAsync(List<EventRecord> records, CancellationToken cancellationToken)
    {
        if (records.Count < 2)
            return [];
        var errors = new List<FieldError>();
        var first = new Dictionary<string, EventRecord>(StringComparer.Ordinal);
        for (var i = 0; i < records.Count; i++)
        {
            var record = records[i];
            var before = first.TryGetValue(record.Id, out var earlier) ? earlier : await log.FindAsync(system, record.Type, record.Id, cancellationToken);
            if (before is not null && (UnixMicroseconds.Of(before.Time) != UnixMicroseconds.Of(record.Time) || !before.Payload.Span.SequenceEqual(record.Payload.Span)))
                errors.Add(Used(PrefixOf(i, records.Count) + "id", record.Id, record.Type));
            first.TryAdd(record.Id, record);
        }

        return errors;
    }

    /// <summary>Ids that the store refused.</summary>
    public IReadOnlyList<FieldError> Conflicts(List<EventRecord> records, IReadOnlyList<AppendReceipt> receipts) =>
        [.. receipts.Index().Where(r => r.Item.Outcome == AppendOutcome.Conflict).Select(r => Used(PrefixOf(r.Index, records.Count) + "id", records[r.Index].Id, records[r.Index].Type))];

    private static string PrefixOf(int index, int count) => count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"[{index}].");

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..79] + "…";
}
