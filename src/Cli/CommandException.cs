namespace Bellwether.Cli;

/// <summary>A command cannot be carried out; the message is for the person who typed it.</summary>
/// <param name="message">What is wrong, and what to do.</param>
/// <param name="exitCode">What to tell the caller.</param>
public sealed class CommandException(string message, int exitCode = ExitCode.Failed) : Exception(message)
{
    /// <summary>What to tell the caller.</summary>
    public int ExitCode { get; } = exitCode;
}
