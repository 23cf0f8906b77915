using Bellwether.Server.Errors;
using Bellwether.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Bellwether.Server.Catalog;

/// <summary>How endpoints are mapped here: a method, a path, who may call it, and a static method that answers.</summary>
internal static class Routes
{
    private static readonly string[] s_get = ["GET", "HEAD"], s_post = ["POST"];

    public static void Get(this IEndpointRouteBuilder routes, string path, AccessRule rule, RequestDelegate handler) =>
        routes.MapMethods(path, s_get, handler).WithMetadata(rule);

    public static void Post(this IEndpointRouteBuilder routes, string path, AccessRule rule, RequestDelegate handler) =>
        routes.MapMethods(path, s_post, handler).WithMetadata(rule);

    /// <summary>Maps <c>/v1/systems/{system}/{verb}</c> for each system by its own literal path, so that metrics tell systems apart and
    /// no route value is parsed; any other name is answered with the list of those that there are.</summary>
    public static void PostPerSystem(
        this IEndpointRouteBuilder routes, SystemTable systems, string verb, AccessRule rule, Func<Serving.Hosting.IServedSystem, RequestDelegate> handlerOf)
    {
        foreach (var system in systems.All)
            routes.Post($"/v1/systems/{system.Name}/{verb}", rule, handlerOf(system));
        routes.Post($"/v1/systems/{{name}}/{verb}", rule, context => UnknownSystemAsync(context, systems));
    }

    public static Task UnknownSystemAsync(HttpContext context, SystemTable systems) =>
        Respond.ProblemAsync(context, systems.Unknown(context.Request.RouteValues["name"] as string));
}
