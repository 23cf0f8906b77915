using System.Collections.Concurrent;
using System.Text;
using Bellwether.Server.Telemetry;
using Bellwether.Server.Tests.Products;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bellwether.Server.Tests.Telemetry;

public sealed class OtlpTests
{
    [Fact]
    public async Task Metrics_and_traces_arrive_at_the_endpoint()
    {
        var received = new ConcurrentBag<(string Path, string? Type, string Body)>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var collector = builder.Build();
        collector.Urls.Add("http://127.0.0.1:0");
        collector.MapPost("/v1/{signal}", async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            received.Add((context.Request.Path, context.Request.ContentType, Encoding.Latin1.GetString(body.ToArray())));
        });
        await collector.StartAsync();

        var options = new ServerOptions { OtlpEndpoint = new Uri(collector.Urls.First()) };
        await using (var server = await RunningServer.StartAsync(options, inMemory: false, new ThresholdSystem("otlp-system")))
        {
            Assert.Equal(200, (await server.PostAsync("/v1/systems/otlp-system/decide", Bodies.Payment())).Status);
            server.App.Services.GetRequiredService<OtlpHolder>().Export!.Flush();
        }

        Assert.All(received, r => Assert.Equal("application/x-protobuf", r.Type));
        Assert.Contains(received, r => r.Path == "/v1/metrics" && r.Body.Contains("bellwether.server.items", StringComparison.Ordinal)
            && r.Body.Contains("http.server.request.duration", StringComparison.Ordinal) && r.Body.Contains("otlp-system", StringComparison.Ordinal));
        Assert.Contains(received, r => r.Path == "/v1/traces" && r.Body.Contains("bellwether.decide", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_an_endpoint_nothing_is_sent_and_a_wrong_one_is_refused()
    {
        Assert.Null(OtlpExport.Start(null));
        Assert.Throws<ServerRefusedException>(() => OtlpExport.Start(new Uri("ftp://127.0.0.1")));
    }
}
