using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Bellwether.Server.Telemetry;
using Microsoft.AspNetCore.Http;

namespace Bellwether.Server.Errors;

/// <summary>Writes answers. Everything is written before the first flush, so that an answer is whole or not there.</summary>
internal static class Respond
{
    public const string JsonType = "application/json";
    private const string ProblemType = "application/problem+json";

    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Answers with bytes that are JSON already.</summary>
    public static void Json(HttpContext context, ReadOnlySpan<byte> body)
    {
        var response = context.Response;
        response.ContentType = JsonType;
        response.ContentLength = body.Length;
        response.BodyWriter.Write(body);
    }

    /// <summary>Answers with the JSON that <paramref name="write"/> writes.</summary>
    public static Task JsonAsync(HttpContext context, Action<Utf8JsonWriter> write, int status = 200, string contentType = JsonType)
    {
        var body = Render(write);
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.WrittenCount;
        return context.Response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted).AsTask();
    }

    /// <summary>Answers with a problem: in the words of RFC 9457, or of the inference protocol under <c>/v2</c>.</summary>
    public static Task ProblemAsync(HttpContext context, Problem problem)
    {
        var headers = context.Response.Headers;
        if (problem.RetryAfter is { } after)
            headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (problem.Status == 401)
            headers.WWWAuthenticate = "Bearer realm=\"bellwether\"";
        headers.CacheControl = "no-store";
        ServerTelemetry.CountProblem(problem.Kind);
        return context.Request.Path.StartsWithSegments("/v2", StringComparison.Ordinal)
            ? JsonAsync(context, writer => WriteInferenceError(writer, problem), problem.Status)
            : JsonAsync(context, writer => problem.WriteTo(writer, context.Request.Path), problem.Status, ProblemType);
    }

    public static ArrayBufferWriter<byte> Render(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer, s_options);
        write(writer);
        writer.Flush();
        return buffer;
    }

    private static void WriteInferenceError(Utf8JsonWriter writer, Problem problem)
    {
        writer.WriteStartObject();
        writer.WriteString("error"u8, problem.Detail);
        writer.WriteEndObject();
    }
}
