using Bellwether.Server.Catalog;
using Bellwether.Server.Errors;
using Bellwether.Server.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Bellwether.Server.Health;

/// <summary><c>/health/live</c> and <c>/health/ready</c>: open to all, and saying no more than they must.</summary>
internal static class HealthApi
{
    public static void Map(IEndpointRouteBuilder routes, SystemTable systems, ServerState state)
    {
        routes.Get("/health/live", AccessRule.Open, LiveAsync);
        routes.Get("/health/ready", AccessRule.Open, context => ReadyAsync(context, systems, state));
    }

    /// <summary>Whether every system can answer and the server is not stopping.</summary>
    public static bool IsReady(SystemTable systems, ServerState state) => !state.IsDraining && systems.All.All(s => s.IsReady);

    private static Task LiveAsync(HttpContext context) => Respond.JsonAsync(context, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("status"u8, "live");
        writer.WriteEndObject();
    });

    private static Task ReadyAsync(HttpContext context, SystemTable systems, ServerState state)
    {
        var ready = IsReady(systems, state);
        return Respond.JsonAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("status"u8, ready ? "ready" : "not ready");
            writer.WriteStartArray("reasons"u8);
            if (state.IsDraining)
                writer.WriteStringValue("the server is stopping");
            foreach (var system in systems.All)
                if (!system.IsReady)
                    writer.WriteStringValue($"system '{system.Name}' is not ready");
            writer.WriteEndArray();
            writer.WriteEndObject();
        }, ready ? 200 : 503);
    }
}
