using Bellwether.Data.Schema;
using Bellwether.Server.Catalog;
using Bellwether.Server.Errors;
using Bellwether.Server.Requests;
using Bellwether.Server.Security;
using Bellwether.Server.Telemetry;
using Bellwether.Serving.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Bellwether.Server.Feedback;

/// <summary><c>POST /v1/systems/{name}/events</c> and <c>/outcomes</c>: one object, an array, JSON lines or CloudEvents; all of one
/// type, taken all or none, and durable when answered.</summary>
internal static class FeedbackApi
{
    public static void Map(IEndpointRouteBuilder routes, SystemTable systems, ServerOptions options)
    {
        routes.PostPerSystem(systems, "events", AccessRule.Operate,
            system => context => AcceptAsync(context, system, options, "event", system.EventContracts));
        routes.PostPerSystem(systems, "outcomes", AccessRule.Operate,
            system => context => AcceptAsync(context, system, options, "outcome", system.OutcomeContracts));
    }

    private static async Task AcceptAsync(
        HttpContext context, IServedSystem system, ServerOptions options, string kind, IReadOnlyList<IEventContract> contracts)
    {
        if (MediaType.Of(context.Request.ContentType) is not (MediaType.Json or MediaType.Lines or MediaType.CloudEvent or MediaType.CloudEventBatch))
        {
            await Respond.ProblemAsync(context, Problem.UnsupportedMediaType(context.Request.ContentType,
                $"{MediaType.Json}, {MediaType.Lines}, {MediaType.CloudEvent} or {MediaType.CloudEventBatch}"));
            return;
        }

        using var activity = ServerTelemetry.Source.StartActivity("bellwether.accept");
        activity?.SetTag("bellwether.system", system.Name);
        using var body = await RequestBody.ReadTextAsync(context, options.MaxBodyBytes);
        if (body.Problem is not null)
        {
            await Respond.ProblemAsync(context, body.Problem);
            return;
        }

        var batch = FeedbackBatch.Read(context.Request, body.Bytes, options.MaxBatch, [.. contracts.Select(c => c.TypeName)]);
        if (batch.Problem is not null)
        {
            await Respond.ProblemAsync(context, batch.Problem);
            return;
        }

        var answer = await system.AcceptAsync(batch.Type, batch.Items, context.RequestAborted);
        if (answer.Status == AnswerStatus.Ok)
        {
            ServerTelemetry.CountItems(system.Name, kind, batch.Items.Count);
            Respond.Json(context, answer.Body.Span);
            return;
        }

        await Respond.ProblemAsync(context, answer.Status switch
        {
            AnswerStatus.Conflict => Problem.Conflict(answer.Errors),
            AnswerStatus.UnknownType => FeedbackBatch.UnknownType(batch.Type, kind, [.. contracts.Select(c => c.TypeName)]),
            _ => batch.Items.Select(item => JsonParts.Malformed(item.Span)).FirstOrDefault(p => p is not null) ?? Problem.InvalidFields(answer.Errors),
        });
    }
}
