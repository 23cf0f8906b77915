using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Bellwether.Server.Errors;
using Bellwether.Server.Requests;
using Bellwether.Server.Telemetry;
using Microsoft.AspNetCore.Http;

namespace Bellwether.Server.Inference;

/// <summary><c>POST /v2/models/{model}[/versions/{version}]/infer</c>: vectors in, scores out; nothing is logged and no state is read.</summary>
internal static class InferEndpoint
{
    private const string JsonLength = "Inference-Header-Content-Length";

    public static async Task AnswerAsync(HttpContext context, InferenceModel model, ServerOptions options, InferenceStatistics statistics)
    {
        using var activity = ServerTelemetry.Source.StartActivity("bellwether.infer");
        activity?.SetTag("bellwether.model", model.Name);
        var started = Stopwatch.GetTimestamp();
        try
        {
            using var body = await RequestBody.ReadAsync(context, options.MaxBodyBytes);
            if (body.Problem is { } problem)
                throw new InferenceException(problem.Detail, problem.Status);
            var (json, binary) = Parts(context.Request, body.Bytes);
            var request = InferRequest.Read(json, binary, model.Model.Schema);
            var read = Stopwatch.GetTimestamp();
            var scores = Score(model, request, context.RequestAborted);
            var scored = Stopwatch.GetTimestamp();
            await WriteAsync(context, model, request, scores);
            statistics.Succeed(model, request.Count, Ns(started, read), Ns(read, scored), Ns(scored, Stopwatch.GetTimestamp()));
            ServerTelemetry.CountItems(model.System.Name, "inference", request.Count);
        }
        catch
        {
            statistics.Fail(model, Ns(started, Stopwatch.GetTimestamp()));
            throw;
        }
    }

    private static (ReadOnlyMemory<byte> Json, ReadOnlyMemory<byte> Binary) Parts(HttpRequest request, ReadOnlyMemory<byte> body)
    {
        if (request.Headers[JsonLength] is [{ } said])
            return int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= body.Length
                ? (body[..length], body[length..])
                : throw new InferenceException($"The header {JsonLength} must be a whole number of at most the body's {body.Length} bytes, but is '{said}'.");
        return MediaType.Of(request.ContentType) is MediaType.Json
            ? (body, default)
            : throw new InferenceException($"The header Content-Type must be {MediaType.Json}, or {JsonLength} must be given, but it is '{request.ContentType}'.", 415);
    }

    private static double[] Score(InferenceModel model, InferRequest request, CancellationToken cancellationToken)
    {
        var d = model.Model.Schema.Count;
        var scores = new double[request.Count];
        for (var i = 0; i < scores.Length; i++)
        {
            if (i % 1024 == 0)
                cancellationToken.ThrowIfCancellationRequested();
            scores[i] = model.Model.Predict(request.Rows.AsSpan(i * d, d));
        }

        return scores;
    }

    private static async Task WriteAsync(HttpContext context, InferenceModel model, InferRequest request, double[] scores)
    {
        var head = Respond.Render(writer => WriteResponse(writer, model, request.Id ?? context.TraceIdentifier, scores, request.BinaryOutput));
        var response = context.Response;
        if (!request.BinaryOutput)
        {
            Respond.Json(context, head.WrittenSpan);
            return;
        }

        var bytes = new byte[scores.Length * sizeof(double)];
        for (var i = 0; i < scores.Length; i++)
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(i * sizeof(double)), scores[i]);
        response.ContentType = "application/octet-stream";
        response.Headers[JsonLength] = head.WrittenCount.ToString(CultureInfo.InvariantCulture);
        response.ContentLength = head.WrittenCount + bytes.Length;
        await response.Body.WriteAsync(head.WrittenMemory, context.RequestAborted);
        await response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private static void WriteResponse(Utf8JsonWriter writer, InferenceModel model, string id, double[] scores, bool binary)
    {
        writer.WriteStartObject();
        writer.WriteString("model_name"u8, model.Name);
        writer.WriteString("model_version"u8, model.Version);
        writer.WriteString("id"u8, id);
        writer.WriteStartArray("outputs"u8);
        writer.WriteStartObject();
        writer.WriteString("name"u8, InferRequest.Score);
        writer.WriteString("datatype"u8, "FP64");
        writer.WriteStartArray("shape"u8);
        writer.WriteNumberValue(scores.Length);
        writer.WriteEndArray();
        if (binary)
        {
            writer.WriteStartObject("parameters"u8);
            writer.WriteNumber("binary_data_size"u8, scores.Length * sizeof(double));
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteStartArray("data"u8);
            foreach (var score in scores)
                writer.WriteNumberValue(score);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static long Ns(long from, long to) => Stopwatch.GetElapsedTime(from, to).Ticks * 100;
}
