using Bellwether.Server.Catalog;
using Bellwether.Server.Decisions;
using Bellwether.Server.Errors;
using Bellwether.Server.Feedback;
using Bellwether.Server.Health;
using Bellwether.Server.Inference;
using Bellwether.Server.OpenApi;
using Bellwether.Server.Prometheus;
using Bellwether.Server.Security;
using Bellwether.Server.Telemetry;
using Bellwether.Serving.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bellwether.Server;

/// <summary>Puts systems behind HTTP.</summary>
public static class ServerHost
{
    /// <summary>Serves until the process is told to stop (SIGTERM, Ctrl-C) or the token is cancelled; then says "not ready", lets requests
    /// in flight finish, and lets every system write what it holds. The systems stay the caller's to dispose.</summary>
    /// <param name="options">How to listen, whom to let in, what to take at most.</param>
    /// <param name="systems">What to serve; each under its name.</param>
    /// <param name="cancellationToken">Stops the server as gracefully as a signal does.</param>
    /// <exception cref="ServerRefusedException">It must not start as configured, or the address cannot be had.</exception>
    /// <exception cref="ArgumentException">A system's name is not fit for a path, or two are the same.</exception>
    public static async Task RunAsync(ServerOptions options, IReadOnlyList<IServedSystem> systems, CancellationToken cancellationToken = default)
    {
        await using var app = Build(options, systems);
        await StartAsync(app, options, cancellationToken);
        options.Started?.Invoke(app.Urls.FirstOrDefault() ?? options.Url);
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (app.Lifetime.ApplicationStopping.Register(() => stopping.TrySetResult()))
        await using (cancellationToken.Register(() => stopping.TrySetResult()))
            await stopping.Task;
        await StopAsync(app, options, systems);
    }

    /// <summary>Builds the server without starting it; start, stop and dispose it as any web application.</summary>
    /// <param name="options">How to listen, whom to let in, what to take at most.</param>
    /// <param name="systems">What to serve; each under its name.</param>
    /// <param name="configure">A last change before it is built, e.g. another server beneath.</param>
    /// <exception cref="ServerRefusedException">It must not start as configured.</exception>
    /// <exception cref="ArgumentException">A system's name is not fit for a path, or two are the same.</exception>
    public static WebApplication Build(ServerOptions options, IReadOnlyList<IServedSystem> systems, Action<WebApplicationBuilder>? configure = null)
    {
        var binding = Binding.Of(options);
        var table = new SystemTable(systems);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, ApplicationName = "bellwether" });
        // Addresses come from the options alone: none may slip in, unguarded, from a settings file or a variable.
        ((IConfigurationBuilder)builder.Configuration).Sources.Clear();
        builder.Configuration.AddInMemoryCollection();
        builder.WebHost.UseUrls(options.Url);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null; // read and limited by RequestBody, which names the limit
            kestrel.Limits.MaxConcurrentConnections = options.MaxConnections;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.DrainDeadline);
        builder.Services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = options.RequestTimeout,
            TimeoutStatusCode = StatusCodes.Status504GatewayTimeout,
        });
        builder.Services.AddSingleton<ServerState>();
        builder.Services.AddSingleton<Failures>();
        builder.Services.AddSingleton(services => new MetricsCollector(services.GetService<System.Diagnostics.Metrics.IMeterFactory>()));
        builder.Services.AddSingleton(services => new OtlpHolder(OtlpExport.Start(options.OtlpEndpoint)));
        builder.Services.AddSingleton(services => new AccessGate(binding.Hosts, options.ApiKeyFile is { } path
            ? new ApiKeyRing(path, options.Time, services.GetRequiredService<ILoggerFactory>().CreateLogger<ApiKeyRing>())
            : null));
        Log(builder.Logging);
        configure?.Invoke(builder);
        var app = builder.Build();
        Map(app, options, table);
        return app;
    }

    /// <summary>Stops a started server as <see cref="RunAsync"/> does.</summary>
    internal static async Task StopAsync(WebApplication app, ServerOptions options, IReadOnlyList<IServedSystem> systems)
    {
        app.Services.GetRequiredService<ServerState>().BeginDrain();
        if (options.DrainDelay > TimeSpan.Zero)
            await Task.Delay(options.DrainDelay);
        using (var deadline = new CancellationTokenSource(options.DrainDeadline))
            await app.StopAsync(deadline.Token);
        using (var deadline = new CancellationTokenSource(options.DrainDeadline))
            await Task.WhenAll(systems.Select(async system => await system.DrainAsync(deadline.Token)));
    }

    private static async Task StartAsync(WebApplication app, ServerOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            throw new ServerRefusedException($"The server cannot listen on {options.Url}: {e.Message} Choose another port, or stop what holds it.", e);
        }
    }

    private static void Log(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(LogLevel.Warning);
        logging.AddSimpleConsole(console => console.SingleLine = true);
        logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    private static void Map(WebApplication app, ServerOptions options, SystemTable systems)
    {
        var services = app.Services;
        var (state, failures) = (services.GetRequiredService<ServerState>(), services.GetRequiredService<Failures>());
        services.GetRequiredService<OtlpHolder>();
        app.UseMiddleware<RequestGuard>(services.GetRequiredService<AccessGate>());
        app.UseRequestTimeouts();
        SystemsApi.Map(app, systems);
        DecideApi.Map(app, systems, options, failures);
        FeedbackApi.Map(app, systems, options);
        InferenceApi.Map(app, systems, options, state);
        HealthApi.Map(app, systems, state);
        MetricsApi.Map(app, services.GetRequiredService<MetricsCollector>());
        OpenApiApi.Map(app, systems, options);
        if (options.Bench)
            NoopApi.Map(app);
    }
}
