using System.Globalization;
using System.Text.Json;
using Bellwether.Data.Schema;
using Bellwether.Server.Catalog;
using Bellwether.Server.Telemetry;
using Bellwether.Serving.Hosting;

namespace Bellwether.Server.OpenApi;

/// <summary>Writes the OpenAPI 3.1 document of a server.</summary>
internal static class OpenApiDocument
{
    private const string ProblemContent = """
        "content":{"application/problem+json":{"schema":{"$ref":"#/components/schemas/Problem"}}}}
        """;

    public static void Write(Utf8JsonWriter writer, SystemTable systems, ServerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("openapi"u8, "3.1.0");
        writer.WriteStartObject("info"u8);
        writer.WriteString("title"u8, "Bellwether");
        writer.WriteString("version"u8, OtlpExport.Version);
        writer.WriteString("description"u8, "Machine-learning systems behind HTTP: decisions, events, outcomes, and plain inference.");
        writer.WriteEndObject();
        if (options.ApiKeyFile is not null)
            writer.WriteRawKey("security", """[{"bearer":[]},{"apiKey":[]}]""");
        writer.WriteStartObject("paths"u8);
        WriteGet(writer, "/v1/systems", "listSystems", "The systems that run here");
        foreach (var system in systems.All)
            WriteSystem(writer, system, options);
        WriteInference(writer, systems);
        WriteGet(writer, "/health/live", "live", "Whether the process runs");
        WriteGet(writer, "/health/ready", "ready", "Whether all systems can answer");
        WriteGet(writer, "/metrics", "metrics", "Metrics in the Prometheus text format", "text/plain");
        writer.WriteEndObject();
        WriteComponents(writer, systems, options);
        writer.WriteEndObject();
    }

    private static void WriteSystem(Utf8JsonWriter writer, IServedSystem system, ServerOptions options)
    {
        var (path, tag) = ("/v1/systems/" + system.Name, system.Name);
        WriteGet(writer, path, $"{tag}.show", $"The state of {tag}: arms, model versions, rollout, counts, latencies, alerts");
        WritePost(writer, path + "/decide", $"{tag}.decide", tag, "Decides one request, or an array of them in order", false,
            () => WriteOneOrMany(writer, [Reference(system, system.RequestContract)], options.MaxBatch));
        if (system.EventContracts.Count > 0)
            WritePost(writer, path + "/events", $"{tag}.events", tag, "Takes events of one type, all or none; durable when answered", true,
                () => WriteOneOrMany(writer, [.. system.EventContracts.Select(c => Reference(system, c))], options.MaxBatch));
        if (system.OutcomeContracts.Count > 0)
            WritePost(writer, path + "/outcomes", $"{tag}.outcomes", tag, "Takes outcomes of one type, all or none; durable when answered", true,
                () => WriteOneOrMany(writer, [.. system.OutcomeContracts.Select(c => Reference(system, c))], options.MaxBatch));
    }

    private static void WriteInference(Utf8JsonWriter writer, SystemTable systems)
    {
        WriteGet(writer, "/v2", "inference.server", "The server, by the Open Inference Protocol");
        WriteGet(writer, "/v2/health/live", "inference.live", "Whether the process runs");
        WriteGet(writer, "/v2/health/ready", "inference.ready", "Whether all systems can answer");
        WriteGet(writer, "/v2/models", "inference.models", "The names of all models");
        foreach (var system in systems.All)
        {
            var (path, tag) = ("/v2/models/" + system.Name, system.Name);
            WriteGet(writer, path, $"{tag}.model", $"The inputs and outputs of the model of {tag}");
            WriteGet(writer, path + "/ready", $"{tag}.modelReady", $"Whether the model of {tag} can answer");
            WritePost(writer, path + "/infer", $"{tag}.infer", tag, "Scores vectors, without rules, log or state", false,
                () => writer.WriteRawKey("schema", """{"$ref":"#/components/schemas/InferenceRequest"}"""));
        }
    }

    private static void WriteGet(Utf8JsonWriter writer, string path, string id, string summary, string type = "application/json")
    {
        writer.WriteStartObject(path);
        writer.WriteStartObject("get"u8);
        writer.WriteString("operationId"u8, id);
        writer.WriteString("summary"u8, summary);
        WriteResponses(writer, type, post: false);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WritePost(Utf8JsonWriter writer, string path, string id, string tag, string summary, bool typed, Action schema)
    {
        writer.WriteStartObject(path);
        writer.WriteStartObject("post"u8);
        writer.WriteString("operationId"u8, id);
        writer.WriteString("summary"u8, summary);
        writer.WriteRawKey("tags", $"[\"{tag}\"]");
        if (typed)
            writer.WriteRawKey("parameters", """[{"name":"type","in":"query","required":false,"description":"The type of the items; needed when the system takes more than one and they have no envelope.","schema":{"type":"string"}}]""");
        writer.WriteStartObject("requestBody"u8);
        writer.WriteBoolean("required"u8, true);
        writer.WriteStartObject("content"u8);
        writer.WriteStartObject("application/json"u8);
        schema();
        writer.WriteEndObject();
        if (typed)
            writer.WriteRawKey("application/x-ndjson", """{"schema":{"type":"string","description":"One object per line."}}""");
        if (typed)
            writer.WriteRawKey("application/cloudevents+json", """{"schema":{"type":"object","description":"A CloudEvent 1.0; its data is the item, its type the item's type."}}""");
        writer.WriteEndObject();
        writer.WriteEndObject();
        WriteResponses(writer, "application/json", post: true);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteOneOrMany(Utf8JsonWriter writer, IReadOnlyList<string> references, int most)
    {
        var one = references.Count == 1 ? $$"""{"$ref":"{{references[0]}}"}""" : $$"""{"anyOf":[{{string.Join(",", references.Select(r => $$"""{"$ref":"{{r}}"}"""))}}]}""";
        writer.WriteRawKey("schema", string.Create(CultureInfo.InvariantCulture, $$"""{"anyOf":[{{one}},{"type":"array","maxItems":{{most}},"items":{{one}}}]}"""));
    }

    private static void WriteResponses(Utf8JsonWriter writer, string type, bool post)
    {
        writer.WriteStartObject("responses"u8);
        writer.WriteRawKey("200", "{\"description\":\"Done\",\"content\":{\"" + type + "\":{\"schema\":{}}}}");
        foreach (var (status, says) in post
            ? new[] { ("400", "Malformed JSON; line and byte are named"), ("409", "An id was used before with other content"), ("413", "Too large; the limit is named"), ("415", "Not a content type that is taken"), ("422", "Fields are not acceptable; each is named"), ("503", "The event store is away; see Retry-After") }
            : [])
            writer.WriteRawKey(status, "{\"description\":\"" + says + "\"," + ProblemContent);
        writer.WriteRawKey("default", "{\"description\":\"Anything else\"," + ProblemContent);
        writer.WriteEndObject();
    }

    private static void WriteComponents(Utf8JsonWriter writer, SystemTable systems, ServerOptions options)
    {
        writer.WriteStartObject("components"u8);
        writer.WriteStartObject("schemas"u8);
        foreach (var system in systems.All)
        {
            foreach (var contract in system.EventContracts.Concat(system.OutcomeContracts).Prepend(system.RequestContract).DistinctBy(c => c.TypeName))
            {
                writer.WritePropertyName(NameOf(system, contract));
                ContractSchema.Write(writer, contract);
            }
        }

        writer.WriteRawKey("InferenceRequest", """
            {"type":"object","required":["inputs"],"properties":{"id":{"type":"string"},"inputs":{"type":"array","minItems":1,"items":{"type":"object",
            "required":["name","shape","datatype"],"properties":{"name":{"type":"string"},"shape":{"type":"array","items":{"type":"integer","minimum":0}},
            "datatype":{"type":"string"},"data":{"type":"array","items":{}}}}}}}
            """);
        writer.WriteRawKey("Problem", """
            {"type":"object","description":"RFC 9457","required":["type","title","status","detail"],"properties":{"type":{"type":"string"},"title":{"type":"string"},
            "status":{"type":"integer"},"detail":{"type":"string"},"instance":{"type":"string"},"traceId":{"type":"string"},"errors":{"type":"array","items":
            {"type":"object","required":["field","mustBe","got"],"properties":{"field":{"type":"string"},"mustBe":{"type":"string"},"got":{"type":"string"}}}}}}
            """);
        writer.WriteEndObject();
        if (options.ApiKeyFile is not null)
            writer.WriteRawKey("securitySchemes", """{"bearer":{"type":"http","scheme":"bearer"},"apiKey":{"type":"apiKey","in":"header","name":"X-Api-Key"}}""");
        writer.WriteEndObject();
    }

    private static string NameOf(IServedSystem system, IEventContract contract) => $"{system.Name}.{contract.TypeName}";

    private static string Reference(IServedSystem system, IEventContract contract) => "#/components/schemas/" + NameOf(system, contract);

    private static void WriteRawKey(this Utf8JsonWriter writer, string name, string json)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(json);
    }
}
