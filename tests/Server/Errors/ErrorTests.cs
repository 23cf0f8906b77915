using System.Net;
using System.Net.Sockets;
using System.Text;
using Bellwether.Server.Tests.Products;

namespace Bellwether.Server.Tests.Errors;

public sealed class ErrorTests
{
    private const string Decide = "/v1/systems/card-fraud/decide";

    [Fact]
    public async Task Malformed_json_names_line_and_byte()
    {
        await using var server = await RunningServer.InMemoryAsync(new ThresholdSystem());
        var problem = (await server.PostAsync(Decide, "{\"id\":\"a\",\n\"amount\": 1,,}")).Problem(400);
        Assert.StartsWith("Line 2, byte 13:", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("urn:bellwether:problem:malformed-json", problem.GetProperty("type").GetString());
        Assert.Equal(Decide, problem.GetProperty("instance").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("{")]
    [InlineData("[")]
    [InlineData("[{},")]
    [InlineData("{} {}")]
    [InlineData("[] []")]
    [InlineData("{\"amount\":NaN}")]
    [InlineData("{\"amount\":Infinity}")]
    [InlineData("{\"amount\":-Infinity}")]
    [InlineData("{\"amount\":01}")]
    [InlineData("{\"id\":\"a\u0001\"}")]
    [InlineData("// a comment\n{}")]
    public async Task What_is_not_json_is_400(string body)
    {
        await using var server = await RunningServer.InMemoryAsync(new ThresholdSystem());
        (await server.PostAsync(Decide, body)).Problem(400);
    }

    [Theory]
    [InlineData("{}", "id", "nothing")]
    [InlineData("17", "", "17")]
    [InlineData("null", "", "null")]
    [InlineData("\"text\"", "", "\"text\"")]
    [InlineData("{\"id\":\"a\",\"time\":\"2026-01-31T12:00:00Z\",\"cardId\":\"c\",\"amount\":1e999}", "amount", "Infinity")]
    [InlineData("{\"id\":\"a\",\"time\":\"2026-01-31T12:00:00Z\",\"cardId\":\"c\",\"amount\":-1}", "amount", "-1")]
    [InlineData("{\"id\":\"a\",\"time\":\"2026-01-31T12:00:00Z\",\"cardId\":\"c\",\"amount\":1,\"amount\":2}", "amount", "given twice")]
    [InlineData("{\"id\":\"a\",\"time\":\"2026-01-31T12:00:00Z\",\"cardId\":\"c\",\"amount\":1,\"wat\":2}", "wat", "an unknown field")]
    [InlineData("{\"id\":\"a\",\"time\":\"0001-01-31T12:00:00Z\",\"cardId\":\"c\",\"amount\":1}", "time", "1/31")]
    [InlineData("{\"id\":\"a\",\"time\":\"yesterday\",\"cardId\":\"c\",\"amount\":1}", "time", "yesterday")]
    [InlineData("{\"id\":\"a\",\"time\":\"2026-01-31T12:00:00Z\",\"cardId\":\"c\",\"amount\":[1]}", "amount", "an array")]
    [InlineData("{\"id\":\"a\",\"time\":\"2026-01-31T12:00:00Z\",\"cardId\":\"\\ud800\",\"amount\":1}", "", "")]
    public async Task Fields_that_are_not_acceptable_are_422_and_named(string body, string field, string got)
    {
        await using var server = await RunningServer.InMemoryAsync(new ThresholdSystem());
        var problem = (await server.PostAsync(Decide, body)).Problem(422);
        var error = problem.GetProperty("errors").EnumerateArray().First(e => e.GetProperty("field").GetString() == field);
        Assert.Contains(got, error.GetProperty("got").GetString(), StringComparison.Ordinal);
        Assert.NotEqual("", error.GetProperty("mustBe").GetString());
        Assert.Contains("must be", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invalid_utf8_is_400_at_its_byte()
    {
        await using var server = await RunningServer.InMemoryAsync(new ThresholdSystem());
        var problem = (await server.PostAsync(Decide, [(byte)'{', (byte)'"', 0xC3, 0x28])).Problem(400);
        Assert.Contains("not at byte 3", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_with_other_content_is_409()
    {
        await using var server = await RunningServer.InMemoryAsync(new ThresholdSystem());
        Assert.Equal(200, (await server.PostAsync(Decide, Bodies.Payment("same", 1))).Status);
        Assert.Equal(200, (await server.PostAsync(Decide, Bodies.Payment("same", 1))).Status);
        var problem = (await server.PostAsync(Decide, Bodies.Payment("same", 2))).Problem(409);
        Assert.Equal("id", problem.GetProperty("errors")[0].GetProperty("field").GetString());
    }

    [Theory]
    [InlineData("/v1/systems/card-frod/decide")]
    [InlineData("/v1/systems/card-frod/events")]
    [InlineData("/v1/systems/card-frod/outcomes")]
    public async Task An_unknown_system_is_404_and_those_that_exist_are_listed(string path)
    {
        await using var server = await RunningServer.InMemoryAsync(new ThresholdSystem(), new ThresholdSystem("ride-eta"));
        Assert.Contains("There are: card-fraud, ride-eta.", (await server.PostAsync(path, "{}")).Problem(404).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("There are: card-fraud, ride-eta.", (await server.GetAsync("/v1/systems/nope")).Problem(404).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_path_is_404_and_another_method_405_with_what_is_allowed()
    {
        await using var server = await RunningServer.InMemoryAsync(new ThresholdSystem());
        (await server.GetAsync("/nowhere")).Problem(404);
        var reply = await server.GetAsync(Decide);
        reply.Problem(405);
        Assert.Equal("POST", reply.Headers["Allow"]);
        (await server.SendAsync(new HttpRequestMessage(HttpMethod.Delete, "/v1/systems"))).Problem(405);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    public async Task Another_content_type_is_415(string? contentType)
    {
        await using var server = await RunningServer.InMemoryAsync(new ThresholdSystem());
        var problem = (await server.PostAsync(Decide, Bodies.Payment(), contentType)).Problem(415);
        Assert.Contains("must be application/json", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        (await server.PostAsync("/v1/systems/card-fraud/outcomes", Bodies.Chargeback(), contentType)).Problem(415);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task A_body_of_10_MB_is_413_and_names_the_limit(bool inMemory, bool chunked)
    {
        await using var server = await RunningServer.StartAsync(new ServerOptions(), inMemory, new ThresholdSystem());
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Decide) { Content = new ByteArrayContent(new byte[10_000_000]) };
            request.Content.Headers.ContentType = new("application/json");
            request.Headers.TransferEncodingChunked = chunked;
            var problem = (await server.SendAsync(request)).Problem(413);
            Assert.Contains("at most 8388608 bytes", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        Assert.Equal(200, (await server.PostAsync(Decide, Bodies.Payment())).Status);
    }

    [Fact]
    public async Task A_body_just_within_the_limit_is_read_whole()
    {
        await using var server = await RunningServer.StartAsync(new ServerOptions(), inMemory: false, new ThresholdSystem());
        var body = Bodies.Payment();
        Assert.Equal(200, (await server.PostAsync(Decide, body + new string(' ', (8 * 1024 * 1024) - body.Length))).Status);
        (await server.PostAsync(Decide, body + new string(' ', (8 * 1024 * 1024) - body.Length + 1))).Problem(413);
    }

    [Fact]
    public async Task A_store_that_is_away_is_503_with_retry_after_and_says_no_paths()
    {
        await using var server = await RunningServer.InMemoryAsync(new ThresholdSystem { StoreAway = true });
        var reply = await server.PostAsync("/v1/systems/card-fraud/outcomes", Bodies.Chargeback());
        reply.Problem(503);
        Assert.Equal("3", reply.Headers["Retry-After"]);
        Assert.DoesNotContain("/secret/path", reply.Text, StringComparison.Ordinal);
        Assert.Contains("/secret/path", server.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_unforeseen_is_500_without_internals_and_the_log_has_it_under_the_trace_id()
    {
        await using var server = await RunningServer.InMemoryAsync(new ThresholdSystem());
        var reply = await server.PostAsync(Decide, "{\"id\":\"e\",\"time\":\"2026-01-31T12:00:00Z\",\"cardId\":\"explode\",\"amount\":1}");
        var trace = reply.Problem(500).GetProperty("traceId").GetString()!;
        Assert.DoesNotContain("hunter2", reply.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("InvalidOperation", reply.Text, StringComparison.Ordinal);
        Assert.Contains($"(trace {trace})", server.Log.Text, StringComparison.Ordinal);
        Assert.Contains("hunter2", server.Log.Text, StringComparison.Ordinal);
        Assert.Equal(200, (await server.PostAsync(Decide, Bodies.Payment())).Status);
    }

    [Fact]
    public async Task A_caller_that_hangs_up_midway_leaves_the_server_answering_and_the_log_quiet()
    {
        await using var server = await RunningServer.StartAsync(new ServerOptions(), inMemory: false, new ThresholdSystem());
        var uri = new Uri(server.App.Urls.First());
        for (var i = 0; i < 20; i++)
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(IPAddress.Loopback, uri.Port);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST {Decide} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{{\"id\":"));
            socket.LingerState = new LingerOption(true, 0);
        }

        Assert.Equal(200, (await server.PostAsync(Decide, Bodies.Payment())).Status);
        Assert.DoesNotContain("Error", server.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST /v1/systems/card-fraud/decide HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData("POST /v1/systems/card-fraud/decide HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n")]
    [InlineData("GARBAGE\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("\0\0\0\0\r\n\r\n")]
    public async Task Broken_http_is_400_and_never_500(string request)
    {
        await using var server = await RunningServer.StartAsync(new ServerOptions(), inMemory: false, new ThresholdSystem());
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, new Uri(server.App.Urls.First()).Port);
        await socket.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request));
        var buffer = new byte[4096];
        var length = await socket.GetStream().ReadAsync(buffer);
        Assert.StartsWith("HTTP/1.1 400", Encoding.ASCII.GetString(buffer, 0, length), StringComparison.Ordinal);
        Assert.Equal(200, (await server.PostAsync(Decide, Bodies.Payment())).Status);
    }
}
