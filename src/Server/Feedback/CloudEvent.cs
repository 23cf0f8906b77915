using System.Text.Json;
using System.Text.Unicode;
using Bellwether.Server.Requests;

namespace Bellwether.Server.Feedback;

/// <summary>A CloudEvent 1.0 in structured JSON: its <c>type</c> names the event type, its <c>data</c> is the event. Further attributes
/// and extensions are allowed and not kept: what the event itself says is the fact.</summary>
internal static class CloudEvent
{
    /// <summary>Takes the event out of a well-formed value.</summary>
    public static EnvelopeParts Read(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return EnvelopeParts.Wrong("", "a CloudEvent, one JSON object", "something else");
        string? id = null, source = null, version = null, type = null, encoded = null;
        ReadOnlyMemory<byte>? data = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Envelope.TextOf(ref reader);
            reader.Read();
            var text = reader.TokenType == JsonTokenType.String ? Envelope.TextOf(ref reader) : null;
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            switch (name)
            {
                case "id": id = text; break;
                case "source": source = text; break;
                case "specversion": version = text; break;
                case "type": type = text; break;
                case "data_base64": encoded = text; break;
                case "data": data = json[start..(int)reader.BytesConsumed]; break;
            }
        }

        if (version != "1.0")
            return EnvelopeParts.Wrong("specversion", "\"1.0\"", version is null ? "nothing" : $"\"{Shorten(version)}\"");
        foreach (var (name, value) in new[] { ("id", id), ("source", source), ("type", type) })
            if (string.IsNullOrWhiteSpace(value))
                return EnvelopeParts.Wrong(name, "a text that is not blank", "nothing");
        if ((data is null) == (encoded is null))
            return EnvelopeParts.Wrong("data", "one JSON object, in data or in data_base64", data is null ? "nothing" : "both");
        return data is { } plain ? new EnvelopeParts(type!, plain, null) : Decode(type!, encoded!);
    }

    private static EnvelopeParts Decode(string type, string encoded)
    {
        var bytes = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, bytes, out var length) && Utf8.IsValid(bytes.AsSpan(0, length)) && JsonParts.Malformed(bytes.AsSpan(0, length)) is null
            ? new EnvelopeParts(type, bytes.AsMemory(0, length), null)
            : EnvelopeParts.Wrong("data_base64", "one JSON object in base64", "something else");
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..39] + "…";
}
