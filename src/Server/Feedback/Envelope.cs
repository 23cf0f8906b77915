using System.Text.Json;

namespace Bellwether.Server.Feedback;

/// <summary>The envelope <c>{"type":"Chargeback","data":{...}}</c>: a text and an object, and nothing else.</summary>
internal static class Envelope
{
    /// <summary>Whether a well-formed value has this shape.</summary>
    public static bool IsOne(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return false;
        var (type, data) = (0, 0);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = TextOf(ref reader);
            reader.Read();
            if (name == "type" && reader.TokenType == JsonTokenType.String)
                type++;
            else if (name == "data" && reader.TokenType == JsonTokenType.StartObject)
                data++;
            else
                return false;
            reader.Skip();
        }

        return type == 1 && data == 1;
    }

    /// <summary>Takes a well-formed value out of its envelope.</summary>
    public static EnvelopeParts Read(ReadOnlyMemory<byte> json)
    {
        if (!IsOne(json.Span))
            return EnvelopeParts.Wrong("", "an envelope {\"type\":..., \"data\":{...}} like the first item", "something else");
        var type = "";
        var data = ReadOnlyMemory<byte>.Empty;
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = TextOf(ref reader) == "type";
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            if (isType)
                type = TextOf(ref reader);
            reader.Skip();
            if (!isType)
                data = json[start..(int)reader.BytesConsumed];
        }

        return new EnvelopeParts(type, data, null);
    }

    /// <summary>The text of a string token; one with half a surrogate pair, which no text can hold, becomes empty.</summary>
    public static string TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }
}
