using Bellwether.Server.Catalog;
using Bellwether.Server.Errors;
using Bellwether.Server.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Bellwether.Server;

/// <summary><c>/noop</c>, in bench mode only: what the server costs when it does nothing.</summary>
internal static class NoopApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Get("/noop", AccessRule.Predict, AnswerAsync);
        routes.Post("/noop", AccessRule.Predict, AnswerAsync);
    }

    private static Task AnswerAsync(HttpContext context)
    {
        Respond.Json(context, "{\"decision\":\"none\"}"u8);
        return Task.CompletedTask;
    }
}
