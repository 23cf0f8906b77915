using Bellwether.Server.Catalog;
using Bellwether.Server.Errors;
using Bellwether.Server.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Bellwether.Server.OpenApi;

/// <summary><c>/openapi/v1.json</c>: what can be called here, with the fields of every system's requests, events and outcomes.</summary>
internal static class OpenApiApi
{
    public static void Map(IEndpointRouteBuilder routes, SystemTable systems, ServerOptions options)
    {
        var document = Respond.Render(writer => OpenApiDocument.Write(writer, systems, options)).WrittenSpan.ToArray();
        routes.Get("/openapi/v1.json", AccessRule.Predict, context => AnswerAsync(context, document));
    }

    private static Task AnswerAsync(HttpContext context, byte[] document)
    {
        Respond.Json(context, document);
        return Task.CompletedTask;
    }
}
