using System.Text.Json;
using Bellwether.Data.Schema;
using Bellwether.Server.Errors;
using Bellwether.Server.Security;
using Bellwether.Serving.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Bellwether.Server.Catalog;

/// <summary><c>GET /v1/systems</c> and <c>GET /v1/systems/{name}</c>: what runs here, and how it does.</summary>
internal static class SystemsApi
{
    public static void Map(IEndpointRouteBuilder routes, SystemTable systems)
    {
        routes.Get("/v1/systems", AccessRule.Predict, context => ListAsync(context, systems));
        foreach (var system in systems.All)
            routes.Get($"/v1/systems/{system.Name}", AccessRule.Predict, context => ShowAsync(context, system));
        routes.Get("/v1/systems/{name}", AccessRule.Predict, context => Routes.UnknownSystemAsync(context, systems));
    }

    private static Task ListAsync(HttpContext context, SystemTable systems) => Respond.JsonAsync(context, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("systems"u8);
        foreach (var system in systems.All)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, system.Name);
            writer.WriteBoolean("ready"u8, system.IsReady);
            WriteLinks(writer, system);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static Task ShowAsync(HttpContext context, IServedSystem system) => Respond.JsonAsync(context, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, system.Name);
        writer.WriteBoolean("ready"u8, system.IsReady);
        writer.WriteString("request"u8, system.RequestContract.TypeName);
        WriteTypes(writer, "events", system.EventContracts);
        WriteTypes(writer, "outcomes", system.OutcomeContracts);
        writer.WritePropertyName("state"u8);
        writer.WriteRawValue(system.Describe().Span);
        WriteLinks(writer, system);
        writer.WriteEndObject();
    });

    private static void WriteTypes(Utf8JsonWriter writer, string name, IReadOnlyList<IEventContract> contracts)
    {
        writer.WriteStartArray(name);
        foreach (var contract in contracts)
            writer.WriteStringValue(contract.TypeName);
        writer.WriteEndArray();
    }

    private static void WriteLinks(Utf8JsonWriter writer, IServedSystem system)
    {
        var self = "/v1/systems/" + system.Name;
        writer.WriteStartObject("links"u8);
        writer.WriteString("self"u8, self);
        writer.WriteString("decide"u8, self + "/decide");
        writer.WriteString("events"u8, self + "/events");
        writer.WriteString("outcomes"u8, self + "/outcomes");
        if (system.Models.Count > 0)
            writer.WriteString("model"u8, "/v2/models/" + system.Name);
        writer.WriteString("openapi"u8, "/openapi/v1.json");
        writer.WriteEndObject();
    }
}
