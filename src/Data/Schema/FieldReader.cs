using System.Globalization;
using System.Text;
using System.Text.Json;
using Bellwether.Data.Events;

namespace Bellwether.Data.Schema;

/// <summary>Reads and writes the fields of one flat JSON object, by their specifications.</summary>
internal static class FieldReader
{
    private const int LongestText = 1_000, LongestId = 200;
    private static readonly DateTimeOffset s_earliest = DateTimeOffset.UnixEpoch;
    private static readonly DateTimeOffset s_latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static object?[] ReadObject(ReadOnlySpan<byte> json, IReadOnlyList<FieldSpec> fields, out IReadOnlyList<FieldError> errors)
    {
        var values = new object?[fields.Count];
        var found = new List<FieldError>();
        try
        {
            ReadInto(json, fields, values, found);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the reader's word for text that UTF-16 cannot hold
        {
            found.Clear();
            found.Add(new FieldError("", "one well-formed JSON object", Shorten(e.Message)));
        }

        errors = found;
        return values;
    }

    public static FieldError? Check(FieldSpec field, object? value)
    {
        var good = value switch
        {
            null => !field.Required,
            string text => field.Kind == FieldKind.Text && text.Length <= (field.Name == "id" ? LongestId : LongestText)
                && !(field.Required && string.IsNullOrWhiteSpace(text)),
            double number => field.Kind == FieldKind.Number && double.IsFinite(number) && number >= field.Minimum && number <= field.Maximum,
            long whole => field.Kind == FieldKind.Integer && whole >= field.Minimum && whole <= field.Maximum,
            bool => field.Kind == FieldKind.Boolean,
            DateTimeOffset time => field.Kind == FieldKind.Time && time >= s_earliest && time < s_latest,
            Signals => field.Kind == FieldKind.Signals,
            _ => false,
        };
        return good ? null : new FieldError(field.Name, field.MustBe, Show(value));
    }

    public static void Write(Utf8JsonWriter writer, FieldSpec field, object? value)
    {
        switch (value)
        {
            case null: break;
            case string text: writer.WriteString(field.Name, text); break;
            case double number: writer.WriteNumber(field.Name, number); break;
            case int whole: writer.WriteNumber(field.Name, whole); break;
            case long whole: writer.WriteNumber(field.Name, whole); break;
            case bool truth: writer.WriteBoolean(field.Name, truth); break;
            case DateTimeOffset time: writer.WriteString(field.Name, time.UtcDateTime); break;
            case Signals signals when signals.Count > 0:
                writer.WriteStartObject(field.Name);
                foreach (var (name, number) in signals.Values)
                    if (!double.IsNaN(number))
                        writer.WriteNumber(name, number);
                writer.WriteEndObject();
                break;
        }
    }

    private static void ReadInto(ReadOnlySpan<byte> json, IReadOnlyList<FieldSpec> fields, object?[] values, List<FieldError> found)
    {
        var reader = new Utf8JsonReader(json);
        var seen = new bool[fields.Count];
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            found.Add(new FieldError("", "one JSON object", Shorten(Encoding.UTF8.GetString(json[..Math.Min(json.Length, 90)]))));
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var place = Find(fields, ref reader);
            if (place < 0)
            {
                found.Add(new FieldError(reader.GetString()!, "one of the fields " + string.Join(", ", fields.Select(f => f.Name)), "an unknown field"));
                reader.Read();
                reader.Skip();
                continue;
            }

            reader.Read();
            if (seen[place])
                found.Add(new FieldError(fields[place].Name, "given once", "given twice"));
            seen[place] = true;
            ReadField(ref reader, fields[place], out values[place], found);
        }

        if (reader.Read())
            throw new JsonException("more follows after the object's end");
        for (var i = 0; i < fields.Count; i++)
            if (!seen[i] && fields[i].Required)
                found.Add(new FieldError(fields[i].Name, fields[i].MustBe, "nothing"));
    }

    private static int Find(IReadOnlyList<FieldSpec> fields, ref Utf8JsonReader reader)
    {
        for (var i = 0; i < fields.Count; i++)
            if (reader.ValueTextEquals(fields[i].Name))
                return i;
        return -1;
    }

    private static void ReadField(ref Utf8JsonReader reader, FieldSpec field, out object? value, List<FieldError> found)
    {
        value = null;
        if (field.Kind == FieldKind.Signals && reader.TokenType == JsonTokenType.StartObject)
        {
            value = ReadSignals(ref reader, field, found);
            return;
        }

        object? read = reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            JsonTokenType.String when field.Kind == FieldKind.Time => reader.TryGetDateTimeOffset(out var time) ? ToMicroseconds(time) : reader.GetString(),
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number when field.Kind == FieldKind.Integer => reader.TryGetInt64(out var whole) ? (object)whole : reader.GetDouble(),
            JsonTokenType.Number => reader.GetDouble(),
            _ => SkipAndName(ref reader),
        };
        if (Check(field, read) is { } error)
            found.Add(error);
        else
            value = read;
    }

    private static Signals ReadSignals(ref Utf8JsonReader reader, FieldSpec field, List<FieldError> found)
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType == JsonTokenType.Null)
                continue;
            if (reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number) && double.IsFinite(number))
                values[name] = number;
            else
                found.Add(new FieldError($"{field.Name}.{name}", "a finite number", SkipAndName(ref reader).ToString()!));
        }

        return new Signals(values);
    }

    private static DateTimeOffset ToMicroseconds(DateTimeOffset time) => UnixMicroseconds.ToTime(UnixMicroseconds.Of(time));

    private static object SkipAndName(ref Utf8JsonReader reader)
    {
        var name = reader.TokenType switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "an array",
            _ => reader.TokenType.ToString().ToLowerInvariant(),
        };
        reader.Skip();
        return new Unfit(name);
    }

    private static string Show(object? value) => value switch
    {
        null => "null",
        string text => Shorten($"the text \"{text}\""),
        bool truth => truth ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..79] + "…";

    private sealed record Unfit(string Name)
    {
        public override string ToString() => Name;
    }
}
