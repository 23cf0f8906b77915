using System.Diagnostics;

namespace Bellwether.Cli.Tests.Faults;

/// <summary>What one command said, and how it ended.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    /// <summary>Runs the real program to its end.</summary>
    public static Task<CommandResult> OfAsync(params string[] arguments) => OfAsync([], arguments);

    /// <summary>Runs the real program to its end, with environment variables of its own.</summary>
    public static async Task<CommandResult> OfAsync(IReadOnlyList<(string Name, string Value)> environment, params string[] arguments)
    {
        var start = ServerProcess.StartOf(environment, arguments);
        start.RedirectStandardOutput = true;
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            return new CommandResult(process.ExitCode, await output, await error);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Asserts that the command failed with a message for people.</summary>
    public void Refused(params string[] says)
    {
        Assert.True(ExitCode == 1, $"The exit code must be 1, but is {ExitCode}: {Error}");
        Assert.StartsWith("bellwether: ", Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        Assert.All(says, said => Assert.Contains(said, Error, StringComparison.Ordinal));
    }
}
