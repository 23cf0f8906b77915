using System.Globalization;
using System.Text.Json;
using Bellwether.Data.Schema;
using Bellwether.Server.Errors;

namespace Bellwether.Server.Requests;

/// <summary>Takes bodies apart without copying them: an array into its items, lines into their objects.</summary>
internal static class JsonParts
{
    /// <summary>The first byte that is not white space, or 0 when there is none.</summary>
    public static byte First(ReadOnlySpan<byte> json)
    {
        var at = json.IndexOfAnyExcept(" \t\r\n"u8);
        return at < 0 ? (byte)0 : json[at];
    }

    /// <summary>Why these bytes are not one JSON value, with line and byte; null when they are.</summary>
    public static Problem? Malformed(ReadOnlySpan<byte> json, int linesBefore = 0)
    {
        if (First(json) == 0)
            return Problem.MalformedJson("The body must be JSON, but is empty.");
        try
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
            }

            return null;
        }
        catch (JsonException e)
        {
            return Malformed(e, linesBefore);
        }
    }

    /// <summary>Splits an array into slices of its bytes.</summary>
    public static Problem? SplitArray(ReadOnlyMemory<byte> json, int limit, List<ReadOnlyMemory<byte>> items)
    {
        try
        {
            var reader = new Utf8JsonReader(json.Span);
            reader.Read();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                if (items.Count == limit)
                    return Problem.BatchTooLarge(limit);
                items.Add(json[start..(int)reader.BytesConsumed]);
            }

            reader.Read();
            return null;
        }
        catch (JsonException e)
        {
            return Malformed(e, 0);
        }
    }

    /// <summary>Splits JSON lines into slices of their bytes; blank lines are passed over.</summary>
    public static Problem? SplitLines(ReadOnlyMemory<byte> text, int limit, List<ReadOnlyMemory<byte>> items)
    {
        for (var line = 0; !text.IsEmpty; line++)
        {
            var end = text.Span.IndexOf((byte)'\n');
            var item = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            if (First(item.Span) == 0)
                continue;
            if (items.Count == limit)
                return Problem.BatchTooLarge(limit);
            if (Malformed(item.Span, line) is { } problem)
                return problem;
            items.Add(item);
        }

        return null;
    }

    /// <summary>The problem of an answer that the input was invalid: malformed JSON is told apart from fields that are not acceptable.</summary>
    public static Problem OfInvalid(ReadOnlySpan<byte> json, IReadOnlyList<FieldError> errors) => Malformed(json) ?? Problem.InvalidFields(errors);

    private static Problem Malformed(JsonException error, int linesBefore)
    {
        var message = error.Message;
        var place = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return Problem.MalformedJson(string.Create(CultureInfo.InvariantCulture,
            $"Line {(error.LineNumber ?? 0) + linesBefore + 1}, byte {(error.BytePositionInLine ?? 0) + 1}: {(place < 0 ? message : message[..place])}"));
    }
}
