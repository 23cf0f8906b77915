using System.Text.Json;
using Bellwether.Data;
using Bellwether.Data.Events;
using Bellwether.Data.Schema;
using Bellwether.Numerics;

namespace Bellwether.Serving.Decisions;

/// <summary>How decisions are kept in the event store: one event of type <c>Decision</c> each, with the request inside.</summary>
/// <remarks>Numbers are written as the shortest text that reads back to the same bits; NaN (missing) as null, infinities as texts. So a
/// vector survives the log bit for bit, but for the payload bits of NaN. Buffers are pooled per thread: a write allocates the payload,
/// and what the request's contract and the decision's format allocate. Safe for concurrent use.</remarks>
/// <typeparam name="TRequest">The request.</typeparam>
/// <typeparam name="TDecision">The decision.</typeparam>
public sealed class DecisionContract<TRequest, TDecision>
    where TRequest : class, IEvent
{
    private static readonly EventContract<TRequest> s_requests = EventContract<TRequest>.Instance;
    private static readonly JsonEncodedText s_watermark = JsonEncodedText.Encode("watermark"), s_arm = JsonEncodedText.Encode("arm"),
        s_model = JsonEncodedText.Encode("model"), s_propensity = JsonEncodedText.Encode("propensity"), s_score = JsonEncodedText.Encode("score"),
        s_level = JsonEncodedText.Encode("level"), s_degraded = JsonEncodedText.Encode("degraded"), s_decision = JsonEncodedText.Encode("decision"),
        s_reasons = JsonEncodedText.Encode("reasons"), s_timings = JsonEncodedText.Encode("timings"), s_request = JsonEncodedText.Encode("request"),
        s_vector = JsonEncodedText.Encode("vector");

    private readonly DecisionFormat<TDecision> _format;

    /// <summary>The contract of one system's decisions.</summary>
    /// <param name="system">The system's name.</param>
    /// <param name="format">How the decision itself is written.</param>
    public DecisionContract(string system, DecisionFormat<TDecision> format)
    {
        System = Require.NotBlank(system);
        _format = format;
    }

    /// <summary>The system's name.</summary>
    public string System { get; }

    /// <summary>How the decision itself is written.</summary>
    public DecisionFormat<TDecision> Format => _format;

    /// <summary>The event to append. Its <see cref="EventRecord.Value"/> is the request (not this record, whose vector is lent).</summary>
    public EventRecord ToRecord(DecisionRecord<TRequest, TDecision> decision) =>
        new(System, FactTypes.Decision, decision.Id, UnixMicroseconds.ToTime(UnixMicroseconds.Of(decision.Time)), Write(decision)) { Value = decision.Request };

    /// <summary>The decision as UTF-8 JSON.</summary>
    public byte[] Write(DecisionRecord<TRequest, TDecision> decision)
    {
        var pen = JsonPen.OfThread;
        var writer = pen.Begin();
        writer.WriteStartObject();
        writer.WriteNumber(s_watermark, decision.Watermark);
        writer.WriteString(s_arm, decision.Arm);
        writer.WriteString(s_model, decision.ModelVersion);
        writer.WritePropertyName(s_propensity);
        WriteDouble(writer, decision.Propensity);
        writer.WritePropertyName(s_score);
        WriteDouble(writer, decision.Score);
        writer.WriteString(s_level, decision.Level);
        if (decision.Degraded is { } degraded)
            writer.WriteString(s_degraded, degraded);
        writer.WritePropertyName(s_decision);
        _format.Write(writer, decision.Decision);
        if (decision.Reasons.Count > 0)
            WriteReasons(writer, decision.Reasons);
        writer.WriteStartArray(s_timings);
        writer.WriteNumberValue(decision.Timings.Assign);
        writer.WriteNumberValue(decision.Timings.Features);
        writer.WriteNumberValue(decision.Timings.Score);
        writer.WriteNumberValue(decision.Timings.Decide);
        writer.WriteEndArray();
        writer.WritePropertyName(s_request);
        s_requests.WriteTo(writer, decision.Request);
        writer.WriteStartArray(s_vector);
        foreach (var value in decision.Vector.Span)
            WriteDouble(writer, value);
        writer.WriteEndArray();
        writer.WriteEndObject();
        return pen.End();
    }

    /// <summary>Reads a decision back; its vector is its own.</summary>
    /// <exception cref="JsonException">The record holds something else.</exception>
    public DecisionRecord<TRequest, TDecision> Read(EventRecord record) => DecisionReader<TRequest, TDecision>.Read(record, _format);

    /// <summary>The request inside a decision: the object itself where it is still at hand, else read from the payload.</summary>
    /// <exception cref="JsonException">The record holds something else.</exception>
    public TRequest ReadRequest(EventRecord record) => record.Value as TRequest ?? DecisionReader<TRequest, TDecision>.ReadRequest(record);

    /// <summary>Whether the decision kept in <paramref name="record"/> was made for the same request, field by field.</summary>
    public bool IsFor(EventRecord record, TRequest request) =>
        s_requests.Write(ReadRequest(record)).AsSpan().SequenceEqual(s_requests.Write(request));

    private static void WriteReasons(Utf8JsonWriter writer, IReadOnlyList<Reason> reasons)
    {
        writer.WriteStartArray(s_reasons);
        foreach (var (feature, contribution) in reasons)
        {
            writer.WriteStartObject();
            writer.WriteString("feature"u8, feature);
            writer.WritePropertyName("contribution"u8);
            WriteDouble(writer, contribution);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    internal static void WriteDouble(Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value))
            writer.WriteNumberValue(value);
        else if (double.IsNaN(value))
            writer.WriteNullValue();
        else
            writer.WriteStringValue(value > 0 ? "Infinity"u8 : "-Infinity"u8);
    }
}
