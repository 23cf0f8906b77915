using Bellwether.Server.Tests.Products;

namespace Bellwether.Server.Tests.Decisions;

public sealed class DecideTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_request_is_answered_with_the_systems_own_bytes(bool inMemory)
    {
        await using var server = await RunningServer.StartAsync(new ServerOptions(), inMemory, new ThresholdSystem());
        var reply = await server.PostAsync("/v1/systems/card-fraud/decide", Bodies.Payment("one", 501));
        Assert.Equal((200, "application/json"), (reply.Status, reply.ContentType));
        Assert.Equal("{\"id\":\"one\",\"decline\":true,\"durable\":true}", reply.Text);
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json;charset=\"UTF-8\"")]
    [InlineData("Application/JSON")]
    public async Task Json_by_any_spelling_is_taken(string contentType)
    {
        await using var server = await RunningServer.InMemoryAsync(new ThresholdSystem());
        Assert.Equal(200, (await server.PostAsync("/v1/systems/card-fraud/decide", Bodies.Payment(), contentType)).Status);
    }

    [Fact]
    public async Task A_byte_order_mark_and_white_space_before_the_object_are_passed_over()
    {
        await using var server = await RunningServer.InMemoryAsync(new ThresholdSystem());
        Assert.Equal(200, (await server.PostAsync("/v1/systems/card-fraud/decide", "\uFEFF \r\n\t" + Bodies.Payment())).Status);
        Assert.Equal(200, (await server.PostAsync("/v1/systems/card-fraud/decide", " \n[" + Bodies.Payment() + "]\n")).Status);
    }

    [Fact]
    public async Task A_batch_is_answered_in_order_with_each_items_own_fate()
    {
        var system = new ThresholdSystem { Before = static async _ => await Task.Yield() };
        await using var server = await RunningServer.InMemoryAsync(system);
        await server.PostAsync("/v1/systems/card-fraud/decide", Bodies.Payment("taken", 1));
        var items = Enumerable.Range(0, 200).Select(i => Bodies.Payment($"b{i}", i * 5)).ToArray();
        items[3] = Bodies.Payment("taken", 2);
        items[5] = "{\"id\":\"x\",\"amount\":\"much\"}";
        items[7] = "17";
        items[9] = "{\"id\":\"y\",\"time\":\"2026-01-31T12:00:00Z\",\"cardId\":\"explode\",\"amount\":1}";
        var reply = await server.PostAsync("/v1/systems/card-fraud/decide", "[" + string.Join(",\n", items) + "]");
        Assert.Equal(200, reply.Status);
        var answers = reply.Json.EnumerateArray().ToArray();
        Assert.Equal(200, answers.Length);
        for (var i = 0; i < 200; i++)
        {
            var status = i switch { 3 => 409, 5 or 7 => 422, 9 => 500, _ => 0 };
            if (status > 0)
                Assert.Equal(status, answers[i].GetProperty("status").GetInt32());
            else
                Assert.Equal($"b{i}", answers[i].GetProperty("id").GetString());
        }

        Assert.Equal(["amount", "time", "cardId"], answers[5].GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("field").GetString()));
        Assert.DoesNotContain("hunter2", reply.Text, StringComparison.Ordinal);
        Assert.Contains("hunter2", server.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_over_the_limit_is_refused_whole_and_an_empty_one_has_an_empty_answer()
    {
        var system = new ThresholdSystem();
        await using var server = await RunningServer.StartAsync(new ServerOptions { MaxBatch = 10 }, inMemory: true, system);
        var many = "[" + string.Join(",", Enumerable.Range(0, 11).Select(_ => Bodies.Payment())) + "]";
        var problem = (await server.PostAsync("/v1/systems/card-fraud/decide", many)).Problem(413);
        Assert.Contains("at most 10 items", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, system.Decided);
        Assert.Equal("[]", (await server.PostAsync("/v1/systems/card-fraud/decide", "[]")).Text);
    }

    [Fact]
    public async Task Decisions_go_on_while_the_store_is_away()
    {
        await using var server = await RunningServer.InMemoryAsync(new ThresholdSystem { StoreAway = true });
        var reply = await server.PostAsync("/v1/systems/card-fraud/decide", Bodies.Payment());
        Assert.False(reply.Json.GetProperty("durable").GetBoolean());
    }

    [Fact]
    public async Task A_thousand_concurrent_callers_each_get_their_own_answer()
    {
        var system = new ThresholdSystem();
        await using var server = await RunningServer.StartAsync(new ServerOptions(), inMemory: false, system);
        var replies = await Task.WhenAll(Enumerable.Range(0, 1000).Select(async i =>
            (i, await server.PostAsync("/v1/systems/card-fraud/decide", Bodies.Payment($"c{i}", i)))));
        foreach (var (i, reply) in replies)
        {
            Assert.Equal($"c{i}", reply.Json.GetProperty("id").GetString());
            Assert.Equal(i > 500, reply.Json.GetProperty("decline").GetBoolean());
        }

        Assert.Equal(1000, system.Decided);
    }

    [Fact]
    public async Task A_system_that_takes_too_long_is_cancelled_and_the_caller_is_told()
    {
        var system = new ThresholdSystem { Before = token => Task.Delay(Timeout.Infinite, token) };
        await using var server = await RunningServer.StartAsync(new ServerOptions { RequestTimeout = TimeSpan.FromMilliseconds(100) }, inMemory: false, system);
        var problem = (await server.PostAsync("/v1/systems/card-fraud/decide", Bodies.Payment())).Problem(504);
        Assert.Equal("urn:bellwether:problem:timeout", problem.GetProperty("type").GetString());
    }

    [Fact]
    public async Task Systems_are_listed_and_shown_with_their_state_and_links()
    {
        await using var server = await RunningServer.InMemoryAsync(new ThresholdSystem("b"), new ThresholdSystem("a") { IsReady = false });
        var list = (await server.GetAsync("/v1/systems")).Json.GetProperty("systems").EnumerateArray().ToArray();
        Assert.Equal(["a", "b"], list.Select(s => s.GetProperty("name").GetString()));
        Assert.Equal([false, true], list.Select(s => s.GetProperty("ready").GetBoolean()));
        var shown = (await server.GetAsync("/v1/systems/b")).Json;
        Assert.Equal(500, shown.GetProperty("state").GetProperty("threshold").GetInt32());
        Assert.Equal("Payment", shown.GetProperty("request").GetString());
        foreach (var link in shown.GetProperty("links").EnumerateObject().Where(l => l.Name is "self" or "model" or "openapi"))
            Assert.Equal(200, (await server.GetAsync(link.Value.GetString()!)).Status);
    }

    [Theory]
    [InlineData("Card Fraud")]
    [InlineData("a/b")]
    [InlineData("{x}")]
    [InlineData("")]
    public void A_name_that_is_not_fit_for_a_path_is_refused(string name) =>
        Assert.Contains("must be of the letters", Assert.Throws<ArgumentException>(() => ServerHost.Build(new ServerOptions(), [new ThresholdSystem(name)])).Message, StringComparison.Ordinal);

    [Fact]
    public void Two_systems_of_one_name_are_refused() =>
        Assert.Contains("occurs twice", Assert.Throws<ArgumentException>(() => ServerHost.Build(new ServerOptions(), [new ThresholdSystem(), new ThresholdSystem()])).Message, StringComparison.Ordinal);
}
