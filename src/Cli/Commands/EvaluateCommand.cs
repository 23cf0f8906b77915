using System.CommandLine;
using Bellwether.Cli.Terminal;
using Bellwether.Systems.Documents;
using Bellwether.Systems.Reports;

namespace Bellwether.Cli.Commands;

/// <summary><c>bellwether evaluate NAME</c>: judges a registered version on the labelled decisions of the store.</summary>
internal static class EvaluateCommand
{
    public static Command Create(CommandContext context)
    {
        var name = context.SystemName();
        var version = new Option<string>("--model") { Description = "A version or alias of the registry", DefaultValueFactory = _ => "production", HelpName = "VERSION" };
        var command = new Command("evaluate", "Judge a registered version on the labelled decisions of the store") { name, version, context.Seed, context.Threads };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var program = context.Find(parsed.GetRequiredValue(name)).Compile();
            var environment = SystemEnvironment.Of(context, parsed, program.Design.Name);
            var rung = await program.EvaluateAsync(parsed.GetRequiredValue(version), context.RunOptions(parsed), environment, cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(context.Json))
            {
                await context.Output.WriteLineAsync(ReportJson.Write(rung)).ConfigureAwait(false);
                return ExitCode.Done;
            }

            var table = Tables.New($"{program.Design.Name} {rung.Version}: {rung.Model}", "metric", "value [95 %]", "rows");
            foreach (var figure in rung.Figures)
                table.Row(figure.Name, Figures.Interval(figure.Value, figure.Low, figure.High), Figures.Number(figure.Rows));
            context.Console().Write(table);
            return ExitCode.Done;
        });
        return command;
    }
}
