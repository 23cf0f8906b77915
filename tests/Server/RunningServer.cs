using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Bellwether.Serving.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bellwether.Server.Tests;

/// <summary>A started server and a client of it: in memory, or on a free port of the loopback.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private RunningServer(WebApplication app, HttpClient client, CapturedLog log) => (App, Client, Log) = (app, client, log);

    public WebApplication App { get; }

    public HttpClient Client { get; }

    public CapturedLog Log { get; }

    public static Task<RunningServer> InMemoryAsync(params IServedSystem[] systems) => StartAsync(new ServerOptions(), inMemory: true, systems);

    public static async Task<RunningServer> StartAsync(ServerOptions options, bool inMemory, params IServedSystem[] systems)
    {
        var log = new CapturedLog();
        var app = ServerHost.Build(inMemory ? options : options with { Url = "http://127.0.0.1:0" }, systems, builder =>
        {
            if (inMemory)
                builder.WebHost.UseTestServer();
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton<ILoggerProvider>(log);
        });
        await app.StartAsync();
        var client = inMemory ? app.GetTestClient() : new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        return new RunningServer(app, client, log);
    }

    public async Task<Reply> PostAsync(string path, string body, string? contentType = "application/json", params (string Name, string Value)[] headers) =>
        await PostAsync(path, Encoding.UTF8.GetBytes(body), contentType, headers);

    public async Task<Reply> PostAsync(string path, byte[] body, string? contentType = "application/json", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        return await SendAsync(request, headers);
    }

    public Task<Reply> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path), headers);

    public async Task<Reply> SendAsync(HttpRequestMessage request, params (string Name, string Value)[] headers)
    {
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await Client.SendAsync(request);
        return new Reply((int)response.StatusCode, response.Content.Headers.ContentType?.ToString(), await response.Content.ReadAsByteArrayAsync(),
            response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(",", h.Value), StringComparer.OrdinalIgnoreCase));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.DisposeAsync();
    }
}

internal sealed record Reply(int Status, string? ContentType, byte[] Bytes, Dictionary<string, string> Headers)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    public JsonElement Json => JsonDocument.Parse(Bytes).RootElement;

    public string Detail => Json.GetProperty("detail").GetString()!;

    /// <summary>Asserts that this is a well-formed problem of a status, and returns its JSON.</summary>
    public JsonElement Problem(int status)
    {
        Assert.True(Status == status, $"{Status} {Text}");
        Assert.Equal("application/problem+json", ContentType);
        var json = Json;
        Assert.Equal(status, json.GetProperty("status").GetInt32());
        foreach (var name in new[] { "type", "title", "detail", "instance" })
            Assert.False(string.IsNullOrWhiteSpace(json.GetProperty(name).GetString()), name);
        return json;
    }
}

internal sealed class CapturedLog : ILoggerProvider, ILogger
{
    private readonly List<string> _lines = [];

    public string Text
    {
        get
        {
            lock (_lines)
                return string.Join("\n", _lines);
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        lock (_lines)
            _lines.Add($"{logLevel} {formatter(state, exception)} {exception}");
    }
}
