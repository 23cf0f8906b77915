using System.Globalization;
using System.Text.Json;
using Bellwether.Data.Schema;

namespace Bellwether.Server.Errors;

/// <summary>What went wrong with a request, as RFC 9457 tells it.</summary>
internal sealed record Problem(int Status, string Kind, string Title, string Detail)
{
    /// <summary>The field errors, for a body whose fields are at fault.</summary>
    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    /// <summary>When to try again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The id under which the log has more.</summary>
    public string? TraceId { get; init; }

    public static Problem MalformedJson(string detail) => new(400, "malformed-json", "The body is not well-formed JSON", detail);

    public static Problem BadRequest(string detail) => new(400, "bad-request", "The request cannot be read", detail);

    public static Problem InvalidFields(IReadOnlyList<FieldError> errors) => new(422, "invalid-fields", "Fields are not acceptable", Summary(errors)) { Errors = errors };

    public static Problem Conflict(IReadOnlyList<FieldError> errors) => new(409, "conflict", "The id was used before with other content",
        errors.Count == 0 ? "An id must be sent again only with the same content. Nothing was changed." : Summary(errors)) { Errors = errors };

    public static Problem NotFound(string detail) => new(404, "not-found", "There is no such thing here", detail);

    public static Problem TooLarge(string detail) => new(413, "too-large", "The request is too large", detail);

    public static Problem BodyTooLarge(long limit) =>
        TooLarge(string.Create(CultureInfo.InvariantCulture, $"A body must be at most {limit} bytes. Send it in smaller parts."));

    public static Problem BatchTooLarge(int limit) =>
        TooLarge(string.Create(CultureInfo.InvariantCulture, $"A batch must be at most {limit} items. Send it in smaller parts."));

    public static Problem UnsupportedMediaType(string? got, string mustBe) => new(415, "unsupported-media-type", "The content type is not understood",
        $"The header Content-Type must be {mustBe}, but is {(string.IsNullOrEmpty(got) ? "missing" : $"'{got}'")}.");

    public static Problem StoreAway(TimeSpan retryAfter) => new(503, "store-away", "The event store is away",
        "Nothing of this request was taken. Send the same request again, with the same ids, after the time in Retry-After.") { RetryAfter = retryAfter };

    public static Problem Stopping() => new(503, "stopping", "The server is stopping", "Nothing of this request was taken. Send it again to another server.")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    public static Problem Unauthenticated(string detail) => new(401, "unauthenticated", "An API key is needed", detail);

    public static Problem Forbidden(string detail) => new(403, "forbidden", "The API key does not allow this", detail);

    public static Problem Unexpected(string traceId) => new(500, "unexpected", "The server failed",
        $"Something unforeseen happened; the server's log has it under {traceId}.") { TraceId = traceId };

    /// <summary>The problem of a status that something below set without a body.</summary>
    public static Problem OfStatus(int status, string method, string path) => status switch
    {
        404 => NotFound($"There is no resource at {path}. /openapi/v1.json lists what there is."),
        405 => new(405, "method-not-allowed", "The method is not allowed", $"{path} must be called with another method than {method}: see the header Allow."),
        413 => TooLarge("The request is larger than the server takes."),
        503 => Stopping(),
        504 => new(504, "timeout", "The request took too long", "The server gave up on the request. Whether it took effect is not known; sending it again with the same ids is safe."),
        _ => new(status, "http-error", "The request failed", string.Create(CultureInfo.InvariantCulture, $"The request was answered with status {status}.")),
    };

    /// <summary>Writes the problem as one JSON object.</summary>
    public void WriteTo(Utf8JsonWriter writer, string? instance)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "urn:bellwether:problem:" + Kind);
        writer.WriteString("title"u8, Title);
        writer.WriteNumber("status"u8, Status);
        writer.WriteString("detail"u8, Detail);
        if (instance is not null)
            writer.WriteString("instance"u8, instance);
        if (TraceId is not null)
            writer.WriteString("traceId"u8, TraceId);
        if (Errors.Count > 0)
        {
            writer.WriteStartArray("errors"u8);
            foreach (var error in Errors)
            {
                writer.WriteStartObject();
                writer.WriteString("field"u8, error.Field);
                writer.WriteString("mustBe"u8, error.MustBe);
                writer.WriteString("got"u8, error.Got);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static string Summary(IReadOnlyList<FieldError> errors) => errors.Count switch
    {
        0 => "The input was not acceptable. Nothing was changed.",
        1 => Sentence(errors[0]),
        _ => Sentence(errors[0]) + string.Create(CultureInfo.InvariantCulture, $" {errors.Count - 1} more: see errors."),
    };

    private static string Sentence(FieldError error) =>
        $"{(error.Field.Length == 0 ? "The body" : $"'{error.Field}'")} must be {error.MustBe}, but is {error.Got}.";
}
