using System.CommandLine;
using Bellwether.Cli.Terminal;
using Bellwether.Systems.Reports;

namespace Bellwether.Cli.Commands;

/// <summary><c>bellwether train NAME</c>: climbs the ladder on the stored events.</summary>
internal static class TrainCommand
{
    public static Command Create(CommandContext context)
    {
        var name = context.SystemName();
        var command = new Command("train", "Train every rung of the ladder on the stored events; the chosen one becomes 'candidate'") { name, context.Seed, context.Threads };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var program = context.Find(parsed.GetRequiredValue(name)).Compile();
            var environment = SystemEnvironment.Of(context, parsed, program.Design.Name);
            var report = await program.TrainAsync(context.RunOptions(parsed), environment, cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(context.Json))
                await context.Output.WriteLineAsync(ReportJson.Write(report)).ConfigureAwait(false);
            else
                RunPrinter.PrintLadder(report, context.Console());
            return ExitCode.Done;
        });
        return command;
    }
}
