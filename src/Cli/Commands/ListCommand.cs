using System.CommandLine;
using Bellwether.Cli.Terminal;
using Bellwether.Systems.Reports;

namespace Bellwether.Cli.Commands;

/// <summary><c>bellwether list</c>: the systems there are.</summary>
internal static class ListCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("list", "List the systems of the gallery");
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(context.Json))
            {
                context.Output.WriteLine(ReportJson.Write(new
                {
                    systems = context.Systems.Select(s => new { s.Design.Name, s.Design.Goal, task = s.Design.Task.ToString(), s.Design.SeenIn }),
                }));
                return ExitCode.Done;
            }

            var table = Tables.New("Systems", "name", "goal", "seen in");
            foreach (var system in context.Systems)
                table.Row(system.Design.Name, system.Design.Goal, string.Join(", ", system.Design.SeenIn));
            context.Console().Write(table);
            context.Output.WriteLine("Take one through its whole life with 'bellwether run NAME'.");
            return ExitCode.Done;
        });
        return command;
    }
}
