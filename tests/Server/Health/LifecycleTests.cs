using System.Net;
using Bellwether.Server.Tests.Products;

namespace Bellwether.Server.Tests.Health;

public sealed class LifecycleTests
{
    [Fact]
    public async Task Ready_says_which_system_is_not_and_live_stays_live()
    {
        var system = new ThresholdSystem { IsReady = false };
        await using var server = await RunningServer.InMemoryAsync(system, new ThresholdSystem("other"));
        var reply = await server.GetAsync("/health/ready");
        Assert.Equal((503, "{\"status\":\"not ready\",\"reasons\":[\"system 'card-fraud' is not ready\"]}"), (reply.Status, reply.Text));
        Assert.Equal(200, (await server.GetAsync("/health/live")).Status);
        system.IsReady = true;
        Assert.Equal(200, (await server.GetAsync("/health/ready")).Status);
    }

    [Fact]
    public async Task A_stop_turns_readiness_off_lets_requests_finish_and_drains_every_system()
    {
        var (entered, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        var slow = new ThresholdSystem
        {
            Before = async _ =>
            {
                entered.TrySetResult();
                await release.Task;
            },
        };
        var other = new ThresholdSystem("other");
        var address = new TaskCompletionSource<string>();
        using var stop = new CancellationTokenSource();
        var options = new ServerOptions { Url = "http://127.0.0.1:0", Started = address.SetResult, DrainDelay = TimeSpan.FromSeconds(4) };
        var running = ServerHost.RunAsync(options, [slow, other], stop.Token);
        using var client = new HttpClient { BaseAddress = new Uri(await address.Task) };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/ready")).StatusCode);
        var inFlight = client.PostAsync("/v1/systems/card-fraud/decide", new StringContent(Bodies.Payment(), null, "application/json"));
        await entered.Task;

        await stop.CancelAsync();
        // The stop is noticed by another thread: soon, but not before this one goes on.
        var unready = await client.GetAsync("/health/ready");
        for (var tries = 0; unready.StatusCode == HttpStatusCode.OK && tries < 200; tries++)
        {
            await Task.Delay(10);
            unready = await client.GetAsync("/health/ready");
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, unready.StatusCode);
        Assert.Contains("the server is stopping", await unready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await Task.Delay(4_200);
        Assert.False(running.IsCompleted);
        Assert.False(slow.Drained);

        release.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await inFlight).StatusCode);
        await running.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.True(slow.Drained && other.Drained);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("/health/live"));
    }

    [Fact]
    public async Task A_request_that_never_ends_does_not_hold_a_stop_beyond_the_deadline()
    {
        var system = new ThresholdSystem { Before = token => Task.Delay(Timeout.Infinite, token) };
        var address = new TaskCompletionSource<string>();
        using var stop = new CancellationTokenSource();
        var running = ServerHost.RunAsync(new ServerOptions { Url = "http://127.0.0.1:0", Started = address.SetResult, DrainDeadline = TimeSpan.FromMilliseconds(300) }, [system], stop.Token);
        using var client = new HttpClient { BaseAddress = new Uri(await address.Task) };
        var stuck = client.PostAsync("/v1/systems/card-fraud/decide", new StringContent(Bodies.Payment(), null, "application/json"));
        await Task.Delay(200);
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.True(system.Drained);
        await Assert.ThrowsAnyAsync<Exception>(async () => (await stuck).EnsureSuccessStatusCode());
    }

    [Fact]
    public async Task A_port_in_use_is_told_plainly()
    {
        await using var server = await RunningServer.StartAsync(new ServerOptions(), inMemory: false, new ThresholdSystem());
        var refused = await Assert.ThrowsAsync<ServerRefusedException>(() => ServerHost.RunAsync(new ServerOptions { Url = server.App.Urls.First() }, []));
        Assert.Contains("cannot listen on " + server.App.Urls.First(), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Noop_is_there_in_bench_mode_alone()
    {
        await using var plain = await RunningServer.InMemoryAsync(new ThresholdSystem());
        Assert.Equal(404, (await plain.GetAsync("/noop")).Status);
        await using var bench = await RunningServer.StartAsync(new ServerOptions { Bench = true }, inMemory: true, new ThresholdSystem());
        Assert.Equal("{\"decision\":\"none\"}", (await bench.PostAsync("/noop", "")).Text);
    }

    [Fact]
    public void Options_refuse_nonsense()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ServerOptions { MaxBodyBytes = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ServerOptions { MaxBatch = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ServerOptions { RequestTimeout = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ServerOptions { DrainDelay = TimeSpan.FromSeconds(-1) });
        Assert.Throws<ArgumentException>(() => new ServerOptions { Url = " " });
    }
}
