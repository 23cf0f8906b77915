using Microsoft.Net.Http.Headers;

namespace Bellwether.Server.Requests;

/// <summary>Reads the content type of a request.</summary>
internal static class MediaType
{
    public const string Json = "application/json", Lines = "application/x-ndjson";
    public const string CloudEvent = "application/cloudevents+json", CloudEventBatch = "application/cloudevents-batch+json";

    /// <summary>The media type without parameters, in lower case; null when it is missing, malformed, or not in UTF-8.</summary>
    public static string? Of(string? contentType)
    {
        if (contentType is Json)
            return Json;
        if (!MediaTypeHeaderValue.TryParse(contentType, out var parsed) || parsed.MediaType.Value is not { } type)
            return null;
        return parsed.Charset.Length == 0 || parsed.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || parsed.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase)
            ? type.ToLowerInvariant()
            : null;
    }
}
