using System.CommandLine;
using Bellwether.Data.Importing;

namespace Bellwether.Cli.Terminal;

/// <summary>The option <c>--map</c>: inline, or the name of a JSON file.</summary>
internal static class MappingOption
{
    public static Option<string?> Create() => new("--map")
    {
        Description = "How columns become fields, inline: time=Time:s,amount=Amount,label=Class,signals=V*; or the name of a JSON file",
        HelpName = "MAP",
    };

    /// <exception cref="CommandException">It is neither a mapping nor a file with one.</exception>
    public static DataMapping? Read(string? text)
    {
        if (text is null)
            return null;
        try
        {
            if (!text.Contains('=', StringComparison.Ordinal) && !text.TrimStart().StartsWith('{') && !File.Exists(text))
                throw new CommandException($"--map must be a mapping such as time=Time:s,amount=Amount,label=Class or the name of a JSON file, but '{text}' is neither.", ExitCode.Usage);
            return DataMapping.Parse(File.Exists(text) ? File.ReadAllText(text) : text);
        }
        catch (FormatException e)
        {
            throw new CommandException("--map: " + e.Message, ExitCode.Usage);
        }
    }
}
