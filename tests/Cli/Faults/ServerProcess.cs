using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Bellwether.Cli.Tests.Faults;

/// <summary>The real program, serving card-fraud in a process of its own, which tests may kill.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;
    private readonly long _launched = Stopwatch.GetTimestamp();

    private ServerProcess(Process process)
    {
        _process = process;
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>Where it listens.</summary>
    public Uri Url { get; private set; } = new("about:blank");

    /// <summary>How long it took from its launch until it listened.</summary>
    public TimeSpan StartTime { get; private set; }

    /// <summary>What it wrote on stderr so far.</summary>
    public string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    /// <summary>How to start the program.</summary>
    public static ProcessStartInfo StartOf(IReadOnlyList<(string Name, string Value)> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "bellwether.dll"), .. arguments]) { RedirectStandardError = true };
        start.Environment.Remove("BELLWETHER_STORE");
        start.Environment.Remove("BELLWETHER_DUCKDB_LIBRARY");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return start;
    }

    /// <summary>Launches a server and does not wait for it.</summary>
    public static ServerProcess Launch(string store, params (string Name, string Value)[] environment) =>
        new(Process.Start(StartOf(environment, "serve", "card-fraud", "--port", "0", "--store", store))!);

    /// <summary>Launches a server and waits until it listens.</summary>
    public static async Task<ServerProcess> StartAsync(string store, params (string Name, string Value)[] environment)
    {
        var server = Launch(store, environment);
        await server.ListenAsync();
        return server;
    }

    /// <summary>Waits until it listens.</summary>
    public async Task ListenAsync()
    {
        Url = await _listening.Task.WaitAsync(TimeSpan.FromSeconds(90));
        StartTime = Stopwatch.GetElapsedTime(_launched);
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
    }

    /// <summary>SIGTERM; completes with the exit code when the process has ended.</summary>
    public async Task<int> StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        await _reading;
        return _process.ExitCode;
    }

    /// <summary>The <c>state</c> of the system's description.</summary>
    public async Task<JsonElement> StateAsync()
    {
        using var client = new HttpClient { BaseAddress = Url };
        using var described = JsonDocument.Parse(await client.GetByteArrayAsync("/v1/systems/card-fraud"));
        return described.RootElement.GetProperty("state").Clone();
    }

    /// <summary>Waits until no decision waits for the store any more; fails when that takes longer than half a minute.</summary>
    public async Task BacklogIsEmptyAsync()
    {
        var since = Stopwatch.GetTimestamp();
        while ((await StateAsync()).GetProperty("log").GetProperty("backlog").GetInt64() > 0)
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(30), "The backlog must be written by itself when the store is back, but still holds decisions after 30 s.");
            await Task.Delay(50);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_said)
                _said.AppendLine(line);
            if (Listening().Match(line) is { Success: true } match)
                _listening.TrySetResult(new Uri(match.Groups[1].Value));
        }

        _listening.TrySetException(new InvalidOperationException($"The server must listen, but ended: {Said}"));
        _ = _listening.Task.Exception;
    }

    [GeneratedRegex(@"^serving .* on (http://\S+)")]
    private static partial Regex Listening();
}
