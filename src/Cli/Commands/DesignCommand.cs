using System.CommandLine;
using Bellwether.Cli.Terminal;
using Bellwether.Systems.Documents;
using Bellwether.Systems.Lifecycle;
using Bellwether.Systems.Reports;

namespace Bellwether.Cli.Commands;

/// <summary><c>bellwether design NAME</c>: writes the design document from the definition and the last run.</summary>
internal static class DesignCommand
{
    public static Command Create(CommandContext context)
    {
        var name = context.SystemName();
        var output = new Option<string?>("--output", "-o") { Description = "Folder for the document and its plots (default: the system's workspace)", HelpName = "DIR" };
        var command = new Command("design", "Write the design document: every claim beside its measurement") { name, output };
        command.SetAction(parsed =>
        {
            var program = context.Find(parsed.GetRequiredValue(name)).Compile();
            var workspace = Workspace.Open(parsed.GetRequiredValue(context.Store), program.Design.Name);
            var report = File.Exists(workspace.Report) ? ReportJson.Read<RunReport>(File.ReadAllText(workspace.Report)) : null;
            var path = new DesignDocument(program.Design, program.Facts, report).WriteTo(parsed.GetValue(output) ?? workspace.Document);
            context.Output.WriteLine(parsed.GetValue(context.Json) ? ReportJson.Write(new { document = path, measured = report is not null }) : CommandContext.Shown(path));
            return ExitCode.Done;
        });
        return command;
    }
}
