using System.Text.Json;
using Bellwether.Data.Events;
using Bellwether.Data.Schema;

namespace Bellwether.Serving.Decisions;

/// <summary>Reads the JSON that <see cref="DecisionContract{TRequest, TDecision}"/> writes, field by field, in any order.</summary>
internal static class DecisionReader<TRequest, TDecision>
    where TRequest : class, IEvent
{
    public static DecisionRecord<TRequest, TDecision> Read(EventRecord record, DecisionFormat<TDecision> format)
    {
        var reader = Start(record);
        TRequest? request = null;
        TDecision? decision = default;
        var parts = new Parts();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("request"u8))
                request = record.Value as TRequest ?? EventContract<TRequest>.Instance.Read(Next(ref reader, record.Payload).Span);
            else if (reader.ValueTextEquals("decision"u8))
                decision = format.Read(Next(ref reader, record.Payload));
            else
                parts.Take(ref reader);
            if (reader.TokenType == JsonTokenType.PropertyName)
                Next(ref reader, record.Payload);
        }

        return new DecisionRecord<TRequest, TDecision>(request ?? throw Lacking(record, "request"), decision!)
        {
            Vector = parts.Vector ?? throw Lacking(record, "vector"),
            Watermark = parts.Watermark,
            Arm = parts.Arm,
            ModelVersion = parts.Model,
            Propensity = parts.Propensity,
            Score = parts.Score,
            Level = parts.Level,
            Degraded = parts.Degraded,
            Reasons = parts.Reasons,
            Timings = parts.Timings,
        };
    }

    public static TRequest ReadRequest(EventRecord record)
    {
        var reader = Start(record);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var here = reader.ValueTextEquals("request"u8);
            var value = Next(ref reader, record.Payload);
            if (here)
                return EventContract<TRequest>.Instance.Read(value.Span);
        }

        throw Lacking(record, "request");
    }

    private static Utf8JsonReader Start(EventRecord record)
    {
        var reader = new Utf8JsonReader(record.Payload.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException($"The stored decision '{record.Id}' of system '{record.System}' must be one JSON object, but is not.");
        return reader;
    }

    private static ReadOnlyMemory<byte> Next(ref Utf8JsonReader reader, ReadOnlyMemory<byte> payload)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return payload[start..(int)reader.BytesConsumed];
    }

    private static JsonException Lacking(EventRecord record, string field) =>
        new($"The stored decision '{record.Id}' of system '{record.System}' must have the field '{field}', but has not.");

    private sealed class Parts
    {
        public double[]? Vector;
        public long Watermark;
        public string Arm = "", Model = "", Level = "";
        public string? Degraded;
        public double Propensity = 1, Score = double.NaN;
        public IReadOnlyList<Reason> Reasons = [];
        public StageTimings Timings;

        public void Take(ref Utf8JsonReader reader)
        {
            if (Is(ref reader, "watermark"u8)) Watermark = reader.GetInt64();
            else if (Is(ref reader, "arm"u8)) Arm = reader.GetString()!;
            else if (Is(ref reader, "model"u8)) Model = reader.GetString()!;
            else if (Is(ref reader, "propensity"u8)) Propensity = Double(ref reader);
            else if (Is(ref reader, "score"u8)) Score = Double(ref reader);
            else if (Is(ref reader, "level"u8)) Level = reader.GetString()!;
            else if (Is(ref reader, "degraded"u8)) Degraded = reader.GetString();
            else if (Is(ref reader, "reasons"u8)) Reasons = ReadReasons(ref reader);
            else if (Is(ref reader, "vector"u8)) Vector = Doubles(ref reader);
            else if (Is(ref reader, "timings"u8) && Doubles(ref reader) is [var assign, var features, var score, var decide])
                Timings = new StageTimings((long)assign, (long)features, (long)score, (long)decide);
        }

        private static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) =>
            reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(name) && reader.Read();

        private static double Double(ref Utf8JsonReader reader) => reader.TokenType switch
        {
            JsonTokenType.Null => double.NaN,
            JsonTokenType.String => reader.ValueTextEquals("Infinity"u8) ? double.PositiveInfinity : double.NegativeInfinity,
            _ => reader.GetDouble(),
        };

        private static double[] Doubles(ref Utf8JsonReader reader)
        {
            var values = new List<double>(64);
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                values.Add(Double(ref reader));
            return [.. values];
        }

        private static List<Reason> ReadReasons(ref Utf8JsonReader reader)
        {
            var reasons = new List<Reason>();
            while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                var feature = "";
                var contribution = double.NaN;
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    if (Is(ref reader, "feature"u8)) feature = reader.GetString()!;
                    else if (Is(ref reader, "contribution"u8)) contribution = Double(ref reader);
                }

                reasons.Add(new Reason(feature, contribution));
            }

            return reasons;
        }
    }
}
