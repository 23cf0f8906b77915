using System.Text.Json;
using Bellwether.Server.Tests.Products;

namespace Bellwether.Server.Tests.OpenApi;

public sealed class OpenApiTests
{
    private static readonly string[] s_paths =
    [
        "GET /health/live", "GET /health/ready", "GET /metrics", "GET /v1/systems", "GET /v1/systems/card-fraud", "GET /v2", "GET /v2/health/live", "GET /v2/health/ready",
        "GET /v2/models", "GET /v2/models/card-fraud", "GET /v2/models/card-fraud/ready", "POST /v1/systems/card-fraud/decide", "POST /v1/systems/card-fraud/events",
        "POST /v1/systems/card-fraud/outcomes", "POST /v2/models/card-fraud/infer",
    ];

    [Fact]
    public async Task The_paths_are_these_and_each_answers()
    {
        await using var server = await RunningServer.InMemoryAsync(new ThresholdSystem());
        var document = (await server.GetAsync("/openapi/v1.json")).Json;
        Assert.Equal("3.1.0", document.GetProperty("openapi").GetString());
        var paths = document.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Select(m => $"{m.Name.ToUpperInvariant()} {p.Name}")).Order(StringComparer.Ordinal);
        Assert.Equal(s_paths, paths);
        foreach (var path in s_paths)
            Assert.NotInRange((path[0] == 'G' ? await server.GetAsync(path[4..]) : await server.PostAsync(path[5..], "{}")).Status, 404, 405);
    }

    [Fact]
    public async Task Every_reference_leads_somewhere_and_operation_ids_are_unique()
    {
        await using var server = await RunningServer.InMemoryAsync(new ThresholdSystem(), new ThresholdSystem("other") { Models = [], EventContracts = [] });
        var document = (await server.GetAsync("/openapi/v1.json")).Json;
        var (references, ids) = (new List<string>(), new List<string>());
        Walk(document, references, ids);
        Assert.True(references.Count > 20);
        foreach (var reference in references.Distinct())
        {
            var at = document;
            foreach (var part in reference[2..].Split('/'))
                at = at.GetProperty(part);
        }

        Assert.Equal(ids.Distinct(), ids);
        Assert.False(document.GetProperty("paths").TryGetProperty("/v1/systems/other/events", out _));
        Assert.All(document.GetProperty("components").GetProperty("schemas").EnumerateObject(), s => Assert.Matches("^[a-zA-Z0-9._-]+$", s.Name));
    }

    [Fact]
    public async Task Fields_have_their_types_ranges_descriptions_and_whether_they_are_required()
    {
        await using var server = await RunningServer.InMemoryAsync(new ThresholdSystem());
        var schemas = (await server.GetAsync("/openapi/v1.json")).Json.GetProperty("components").GetProperty("schemas");
        var payment = schemas.GetProperty("card-fraud.Payment");
        Assert.Equal(["id", "time", "cardId", "amount"], payment.GetProperty("required").EnumerateArray().Select(e => e.GetString()));
        Assert.False(payment.GetProperty("additionalProperties").GetBoolean());
        var fields = payment.GetProperty("properties");
        var amount = fields.GetProperty("amount");
        Assert.Equal(("number", 0, 1_000_000), (amount.GetProperty("type").GetString(), amount.GetProperty("minimum").GetDouble(), amount.GetProperty("maximum").GetDouble()));
        Assert.StartsWith("What is paid, in dollars. Must be a finite number", amount.GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.Equal("[\"integer\",\"null\"]", fields.GetProperty("items").GetProperty("type").GetRawText());
        Assert.Equal("date-time", fields.GetProperty("time").GetProperty("format").GetString());
        foreach (var name in new[] { "CardBlocked", "CardReplaced", "Chargeback" })
            Assert.True(schemas.TryGetProperty("card-fraud." + name, out _), name);
    }

    private static void Walk(JsonElement element, List<string> references, List<string> ids)
    {
        if (element.ValueKind == JsonValueKind.Array)
            foreach (var item in element.EnumerateArray())
                Walk(item, references, ids);
        if (element.ValueKind != JsonValueKind.Object)
            return;
        foreach (var property in element.EnumerateObject())
        {
            if (property.Name == "$ref")
                references.Add(property.Value.GetString()!);
            if (property.Name == "operationId")
                ids.Add(property.Value.GetString()!);
            Walk(property.Value, references, ids);
        }
    }
}
