using Bellwether.Data.Schema;
using Bellwether.Server.Tests.Products;

namespace Bellwether.Server.Tests.Feedback;

public sealed class FeedbackTests
{
    private const string Events = "/v1/systems/card-fraud/events", Outcomes = "/v1/systems/card-fraud/outcomes";

    [Fact]
    public async Task One_object_an_array_and_lines_are_taken()
    {
        var system = new ThresholdSystem();
        await using var server = await RunningServer.InMemoryAsync(system);
        Assert.Equal("{\"accepted\":1}", (await server.PostAsync(Events + "?type=CardBlocked", Bodies.Blocked())).Text);
        Assert.Equal("{\"accepted\":2}", (await server.PostAsync(Events + "?type=CardBlocked", $"[{Bodies.Blocked()}, {Bodies.Blocked()}]")).Text);
        Assert.Equal("{\"accepted\":3}", (await server.PostAsync(Events + "?type=CardBlocked", $"{Bodies.Blocked()}\r\n\n{Bodies.Blocked()}\n{Bodies.Blocked()}\n", "application/x-ndjson")).Text);
        Assert.Equal(6, system.Taken);
    }

    [Fact]
    public async Task The_type_may_be_left_out_when_there_is_one_and_must_be_told_when_there_are_more()
    {
        await using var server = await RunningServer.InMemoryAsync(new ThresholdSystem());
        Assert.Equal(200, (await server.PostAsync(Outcomes, Bodies.Chargeback())).Status);
        var problem = (await server.PostAsync(Events, Bodies.Blocked())).Problem(422);
        Assert.Contains("CardBlocked, CardReplaced", problem.GetProperty("errors")[0].GetProperty("mustBe").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_envelope_tells_the_type()
    {
        await using var server = await RunningServer.InMemoryAsync(new ThresholdSystem());
        var envelope = $"{{\"type\":\"CardBlocked\", \"data\": {Bodies.Blocked()} }}";
        Assert.Equal("{\"accepted\":1}", (await server.PostAsync(Events, envelope)).Text);
        Assert.Equal("{\"accepted\":2}", (await server.PostAsync(Events, $"[{{\"data\":{Bodies.Blocked()},\"type\":\"CardBlocked\"}},{{\"type\":\"CardBlocked\",\"data\":{Bodies.Blocked()}}}]")).Text);
    }

    [Fact]
    public async Task Types_must_not_be_mixed_in_one_request_and_nothing_is_taken()
    {
        var system = new ThresholdSystem();
        await using var server = await RunningServer.InMemoryAsync(system);
        var mixed = $"[{{\"type\":\"CardBlocked\",\"data\":{Bodies.Blocked()}}},{{\"type\":\"CardReplaced\",\"data\":{Bodies.Blocked()}}}]";
        Assert.Equal("[1].type", (await server.PostAsync(Events, mixed)).Problem(422).GetProperty("errors")[0].GetProperty("field").GetString());
        Assert.Equal(0, system.Taken);
    }

    [Theory]
    [InlineData(Events + "?type=Nope", "There are: CardBlocked, CardReplaced.")]
    [InlineData(Outcomes + "?type=CardBlocked", "There are: Chargeback.")]
    public async Task An_unknown_type_is_404_and_those_that_exist_are_listed(string path, string says)
    {
        await using var server = await RunningServer.InMemoryAsync(new ThresholdSystem());
        Assert.Contains(says, (await server.PostAsync(path, Bodies.Blocked())).Problem(404).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_with_one_bad_item_is_refused_whole_and_the_item_is_named()
    {
        var system = new ThresholdSystem();
        await using var server = await RunningServer.InMemoryAsync(system);
        var reply = await server.PostAsync(Outcomes, $"[{Bodies.Chargeback()},{{\"id\":\"x\"}}]");
        Assert.All(reply.Problem(422).GetProperty("errors").EnumerateArray(), e => Assert.StartsWith("[1].", e.GetProperty("field").GetString(), StringComparison.Ordinal));
        Assert.Equal(0, system.Taken);
    }

    [Fact]
    public async Task A_line_that_is_not_json_is_named_by_its_number()
    {
        await using var server = await RunningServer.InMemoryAsync(new ThresholdSystem());
        var reply = await server.PostAsync(Outcomes, Bodies.Chargeback() + "\n\n{oops}\n", "application/x-ndjson");
        Assert.StartsWith("Line 3, byte 2:", reply.Problem(400).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_at_all_is_refused()
    {
        await using var server = await RunningServer.InMemoryAsync(new ThresholdSystem());
        (await server.PostAsync(Outcomes, "[]")).Problem(422);
        (await server.PostAsync(Outcomes, "\n\n", "application/x-ndjson")).Problem(422);
        (await server.PostAsync(Outcomes, "")).Problem(400);
    }

    [Fact]
    public async Task An_id_with_other_content_is_409_and_with_the_same_content_harmless()
    {
        await using var server = await RunningServer.InMemoryAsync(new ThresholdSystem());
        var body = Bodies.Chargeback("same");
        Assert.Equal(200, (await server.PostAsync(Outcomes, body)).Status);
        Assert.Equal(200, (await server.PostAsync(Outcomes, body)).Status);
        (await server.PostAsync(Outcomes, body.Replace("20}", "21}", StringComparison.Ordinal))).Problem(409);
    }

    [Fact]
    public async Task CloudEvents_are_taken_structured_batched_binary_and_encoded()
    {
        var system = new ThresholdSystem();
        await using var server = await RunningServer.InMemoryAsync(system);
        string Cloud(string data, string type = "com.example.Chargeback") =>
            $"{{\"specversion\":\"1.0\",\"id\":\"{Bodies.NextId()}\",\"source\":\"/shop\",\"type\":\"{type}\",\"time\":\"2026-02-01T12:00:00Z\",\"partitionkey\":\"c1\",{data}}}";
        Assert.Equal(200, (await server.PostAsync(Outcomes, Cloud("\"data\":" + Bodies.Chargeback()), "application/cloudevents+json; charset=utf-8")).Status);
        Assert.Equal(200, (await server.PostAsync(Outcomes, $"[{Cloud("\"data\":" + Bodies.Chargeback(), "Chargeback")},{Cloud("\"data\":" + Bodies.Chargeback())}]", "application/cloudevents-batch+json")).Status);
        var encoded = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Bodies.Chargeback()));
        Assert.Equal(200, (await server.PostAsync(Outcomes, Cloud($"\"datacontenttype\":\"application/json\",\"data_base64\":\"{encoded}\""), "application/cloudevents+json")).Status);
        Assert.Equal(200, (await server.PostAsync(Events, Bodies.Blocked(), "application/json", ("ce-specversion", "1.0"), ("ce-id", "1"), ("ce-source", "/s"), ("ce-type", "com.example.CardBlocked"))).Status);
        Assert.Equal(5, system.Taken);
    }

    [Theory]
    [InlineData("{\"id\":\"1\",\"source\":\"s\",\"type\":\"Chargeback\",\"data\":{}}", "specversion")]
    [InlineData("{\"specversion\":\"0.3\",\"id\":\"1\",\"source\":\"s\",\"type\":\"Chargeback\",\"data\":{}}", "specversion")]
    [InlineData("{\"specversion\":\"1.0\",\"source\":\"s\",\"type\":\"Chargeback\",\"data\":{}}", "id")]
    [InlineData("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"\",\"type\":\"Chargeback\",\"data\":{}}", "source")]
    [InlineData("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"data\":{}}", "type")]
    [InlineData("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"Chargeback\"}", "data")]
    [InlineData("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"Chargeback\",\"data_base64\":\"%%%\"}", "data_base64")]
    public async Task A_CloudEvent_without_what_it_must_have_is_refused(string body, string field)
    {
        await using var server = await RunningServer.InMemoryAsync(new ThresholdSystem());
        var reply = await server.PostAsync(Outcomes, body, "application/cloudevents+json");
        Assert.Equal(field, reply.Problem(422).GetProperty("errors")[0].GetProperty("field").GetString());
    }

    [Fact]
    public async Task A_system_that_takes_no_outcomes_says_so()
    {
        await using var server = await RunningServer.InMemoryAsync(new ThresholdSystem { OutcomeContracts = Array.Empty<IEventContract>() });
        Assert.Contains("takes none", (await server.PostAsync(Outcomes + "?type=X", Bodies.Chargeback())).Problem(404).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
