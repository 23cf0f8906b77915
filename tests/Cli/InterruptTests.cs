using System.Diagnostics;

namespace Bellwether.Cli.Tests;

/// <summary>Ctrl-C in the middle of a run, in a process of its own.</summary>
public sealed class InterruptTests
{
    [SkippableFact]
    public async Task Ctrl_C_stops_a_run_within_seconds_and_what_was_acknowledged_can_be_read()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "needs SIGINT, env and kill");
        var folder = Directory.CreateTempSubdirectory("bellwether-cli-").FullName;
        try
        {
            using var process = Start(folder);
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEndAsync();
            var journal = Path.Combine(folder, "ride-eta", "events");
            for (var waited = 0; waited < 600 && !process.HasExited && Size(journal) < 400_000; waited++)
                await Task.Delay(100);
            Assert.False(process.HasExited, "The run ended before it could be interrupted: " + (process.HasExited ? await error : ""));
            var began = Stopwatch.GetTimestamp();
            using (var kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
                await kill.WaitForExitAsync();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            await process.WaitForExitAsync(patience.Token);
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(20), $"It took {Stopwatch.GetElapsedTime(began)} to stop.");
            Assert.Equal(ExitCode.Failed, process.ExitCode);
            Assert.Contains("bellwether: stopped; everything acknowledged until now is kept.", await error, StringComparison.Ordinal);
            Assert.Empty(await output);
            var tail = (await Typed.RunAsync("events", "tail", "ride-eta", "-n", "100", "--store", folder, "--json")).MustBe(ExitCode.Done).Json();
            Assert.Equal(100, tail.GetProperty("events").GetArrayLength());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Process Start(string folder)
    {
        // A parent that ignores SIGINT, as a shell does for what it starts in the background, hands that down: env takes it back.
        var info = new ProcessStartInfo("env") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var word in new[] { "--default-signal=INT", Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
            Path.Combine(AppContext.BaseDirectory, "bellwether.dll"), "run", "ride-eta", "--days", "60", "--store", folder })
            info.ArgumentList.Add(word);
        return Process.Start(info) ?? throw new InvalidOperationException("The process did not start.");
    }

    private static long Size(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length) : 0;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }
}
