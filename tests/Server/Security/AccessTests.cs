using Bellwether.Server.Security;
using Bellwether.Server.Tests.Products;

namespace Bellwether.Server.Tests.Security;

public sealed class AccessTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bellwether-access-");

    private string FilePath => Path.Combine(_folder.FullName, "keys.json");

    private ServerOptions Keyed => new() { ApiKeyFile = FilePath };

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Each_role_may_do_what_it_may_and_no_more()
    {
        var keys = new ApiKeys(FilePath, TimeProvider.System);
        var tokens = Enum.GetValues<ApiRole>().ToDictionary(r => r, r => keys.Create(r, r.ToString()));
        await using var server = await RunningServer.StartAsync(Keyed, inMemory: true, new ThresholdSystem());
        (string Method, string Path, ApiRole Needs)[] calls =
        [
            ("POST", "/v1/systems/card-fraud/decide", ApiRole.Predict), ("GET", "/v1/systems", ApiRole.Predict), ("GET", "/v1/systems/card-fraud", ApiRole.Predict),
            ("GET", "/v2/models/card-fraud", ApiRole.Predict), ("POST", "/v2/models/card-fraud/infer", ApiRole.Predict), ("GET", "/metrics", ApiRole.Predict),
            ("GET", "/openapi/v1.json", ApiRole.Predict), ("GET", "/nowhere", ApiRole.Predict), ("POST", "/v1/systems/nope/decide", ApiRole.Predict),
            ("POST", "/v1/systems/card-fraud/events", ApiRole.Operate), ("POST", "/v1/systems/card-fraud/outcomes", ApiRole.Operate),
        ];
        foreach (var (method, path, needs) in calls)
        {
            Task<Reply> Call(params (string, string)[] headers) => method == "GET" ? server.GetAsync(path, headers) : server.PostAsync(path, "{}", "application/json", headers);
            var none = await Call();
            Assert.Equal(401, none.Status);
            Assert.StartsWith("Bearer", none.Headers["WWW-Authenticate"], StringComparison.Ordinal);
            Assert.Equal(401, (await Call(("Authorization", "Bearer bw_00000000_" + new string('a', 43)))).Status);
            foreach (var (role, token) in tokens)
            {
                var expected = role >= needs;
                Assert.Equal(expected, (await Call(("Authorization", "Bearer " + token))).Status is not (401 or 403));
                Assert.Equal(expected, (await Call(("X-Api-Key", token))).Status is not (401 or 403));
            }
        }

        foreach (var open in new[] { "/health/live", "/health/ready", "/v2/health/live", "/v2/health/ready" })
            Assert.Equal(200, (await server.GetAsync(open)).Status);
        var refused = await server.PostAsync("/v1/systems/card-fraud/events", "{}", "application/json", ("X-Api-Key", tokens[ApiRole.Predict]));
        Assert.Contains("needs the role 'operate'", refused.Problem(403).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Basic abc")]
    [InlineData("Bearer ")]
    [InlineData("Bearer bw_")]
    [InlineData("Bearer bw_zzzzzzzz_短短短短短短短短短短短短短短短短短短短短短短短短短短短短短短短短短短短短短短短短短短短")]
    public async Task A_malformed_key_is_401(string authorization)
    {
        new ApiKeys(FilePath, TimeProvider.System).Create(ApiRole.Admin, "a");
        await using var server = await RunningServer.StartAsync(Keyed, inMemory: true, new ThresholdSystem());
        (await server.GetAsync("/v1/systems", ("Authorization", authorization))).Problem(401);
    }

    [Fact]
    public async Task A_key_of_right_id_and_wrong_secret_is_401()
    {
        var token = new ApiKeys(FilePath, TimeProvider.System).Create(ApiRole.Admin, "a");
        await using var server = await RunningServer.StartAsync(Keyed, inMemory: true, new ThresholdSystem());
        Assert.Equal(200, (await server.GetAsync("/v1/systems", ("X-Api-Key", token))).Status);
        for (var i = 12; i < token.Length; i++)
            Assert.Equal(401, (await server.GetAsync("/v1/systems", ("X-Api-Key", token[..i] + (token[i] == 'x' ? 'y' : 'x') + token[(i + 1)..]))).Status);
    }

    [Fact]
    public async Task A_running_server_notices_new_revoked_and_expired_keys()
    {
        var clock = new ManualTime();
        var keys = new ApiKeys(FilePath, clock);
        var (stays, goes) = (keys.Create(ApiRole.Admin, "stays"), keys.Create(ApiRole.Predict, "goes"));
        var expires = keys.Create(ApiRole.Predict, "expires", clock.GetUtcNow().AddHours(1));
        await using var server = await RunningServer.StartAsync(Keyed with { Time = clock }, inMemory: true, new ThresholdSystem());
        async Task<int> Try(string token) => (await server.GetAsync("/v1/systems", ("X-Api-Key", token))).Status;
        Assert.Equal((200, 200), (await Try(goes), await Try(expires)));
        keys.Revoke("goes");
        var comes = keys.Create(ApiRole.Predict, "comes");
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((401, 200, 200), (await Try(goes), await Try(comes), await Try(expires)));
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal((200, 401), (await Try(stays), await Try(expires)));
        File.WriteAllText(FilePath, "torn");
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(200, await Try(stays));
        Assert.Contains("last good ones stay in force", server.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://*:0")]
    [InlineData("http://+:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://192.168.1.5:8080")]
    [InlineData("http://example.com:8080")]
    [InlineData("http://localhost.example.com:8080")]
    public void An_open_address_without_keys_is_refused(string url) => Assert.Contains(
        "must have API keys",
        Assert.Throws<ServerRefusedException>(() => ServerHost.Build(new ServerOptions { Url = url }, [])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("https://127.0.0.1:8080")]
    [InlineData("8080")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("http://unix:/x")]
    public void Another_kind_of_address_is_refused(string url) =>
        Assert.Throws<ServerRefusedException>(() => ServerHost.Build(new ServerOptions { Url = url }, []));

    [Fact]
    public void An_open_address_needs_a_key_that_is_still_good()
    {
        var open = Keyed with { Url = "http://0.0.0.0:0" };
        Assert.Contains("must exist", Assert.Throws<ServerRefusedException>(() => ServerHost.Build(open, [])).Message, StringComparison.Ordinal);
        var keys = new ApiKeys(FilePath, TimeProvider.System);
        keys.Create(ApiRole.Admin, "a");
        keys.Revoke("a");
        Assert.Contains("holds none", Assert.Throws<ServerRefusedException>(() => ServerHost.Build(open, [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_keys_an_open_address_serves()
    {
        var token = new ApiKeys(FilePath, TimeProvider.System).Create(ApiRole.Predict, "a");
        await using var app = ServerHost.Build(Keyed with { Url = "http://0.0.0.0:0" }, [new ThresholdSystem()]);
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)) };
        Assert.Equal(401, (int)(await client.GetAsync("/v1/systems")).StatusCode);
        client.DefaultRequestHeaders.Add("X-Api-Key", token);
        Assert.Equal(200, (int)(await client.GetAsync("/v1/systems")).StatusCode);
        await app.StopAsync();
    }

    [Fact]
    public async Task On_the_loopback_a_foreign_host_header_and_a_page_of_another_site_are_refused()
    {
        await using var server = await RunningServer.StartAsync(new ServerOptions { AllowedHosts = ["bell.internal"] }, inMemory: false, new ThresholdSystem());
        Assert.Equal(400, (await server.GetAsync("/v1/systems", ("Host", "evil.example"))).Status);
        foreach (var host in new[] { "localhost", "127.0.0.1:9", "[::1]:80", "bell.internal" })
            Assert.Equal(200, (await server.GetAsync("/v1/systems", ("Host", host))).Status);
        (await server.PostAsync("/v1/systems/card-fraud/decide", Bodies.Payment(), "application/json", ("Sec-Fetch-Site", "cross-site"))).Problem(403);
        var reply = await server.GetAsync("/v1/systems", ("Origin", "http://evil.example"));
        Assert.DoesNotContain(reply.Headers.Keys, k => k.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    private sealed class ManualTime : TimeProvider
    {
        private long _ticks;

        public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(Interlocked.Read(ref _ticks));

        public override long GetTimestamp() => Interlocked.Read(ref _ticks);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
    }
}
