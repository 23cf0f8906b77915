using Bellwether.Server.Catalog;
using Bellwether.Server.Errors;
using Bellwether.Server.Requests;
using Bellwether.Server.Security;
using Bellwether.Server.Telemetry;
using Bellwether.Serving.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Bellwether.Server.Decisions;

/// <summary><c>POST /v1/systems/{name}/decide</c>: one request, or an array of them answered in order.</summary>
internal static class DecideApi
{
    public static void Map(IEndpointRouteBuilder routes, SystemTable systems, ServerOptions options, Failures failures) =>
        routes.PostPerSystem(systems, "decide", AccessRule.Predict, system => context => DecideAsync(context, system, options, failures));

    private static async Task DecideAsync(HttpContext context, IServedSystem system, ServerOptions options, Failures failures)
    {
        if (MediaType.Of(context.Request.ContentType) is not MediaType.Json)
        {
            await Respond.ProblemAsync(context, Problem.UnsupportedMediaType(context.Request.ContentType, MediaType.Json));
            return;
        }

        using var activity = ServerTelemetry.Source.StartActivity("bellwether.decide");
        activity?.SetTag("bellwether.system", system.Name);
        using var body = await RequestBody.ReadTextAsync(context, options.MaxBodyBytes);
        if (body.Problem is not null)
            await Respond.ProblemAsync(context, body.Problem);
        else if (JsonParts.First(body.Bytes.Span) == (byte)'[')
            await DecideBatch.AnswerAsync(context, system, body.Bytes, options, failures);
        else
            await DecideOneAsync(context, system, body.Bytes);
    }

    private static async Task DecideOneAsync(HttpContext context, IServedSystem system, ReadOnlyMemory<byte> json)
    {
        var answer = await system.DecideAsync(json, context.RequestAborted);
        if (answer.Status == AnswerStatus.Ok)
        {
            ServerTelemetry.CountItems(system.Name, "decision", 1);
            Respond.Json(context, answer.Body.Span);
        }
        else
        {
            await Respond.ProblemAsync(context, ProblemOf(answer, json));
        }
    }

    /// <summary>The problem that an answer stands for.</summary>
    public static Problem ProblemOf(ServedAnswer answer, ReadOnlyMemory<byte> json) => answer.Status == AnswerStatus.Conflict
        ? Problem.Conflict(answer.Errors)
        : JsonParts.OfInvalid(json.Span, answer.Errors);
}
