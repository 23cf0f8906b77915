using System.CommandLine;
using Bellwether.Cli.Terminal;
using Bellwether.Registry;
using Bellwether.Systems.Documents;
using Bellwether.Systems.Lifecycle;
using Bellwether.Systems.Reports;

namespace Bellwether.Cli.Commands;

/// <summary><c>bellwether models</c>: the versions in a system's registry.</summary>
internal static class ModelsCommand
{
    public static Command Create(CommandContext context) => new("models", "List, show, compare and promote the versions of a system's models")
    {
        List(context), Show(context), Diff(context), Promote(context), Rollback(context),
    };

    private static Command List(CommandContext context)
    {
        var name = context.SystemName();
        var command = new Command("list", "List the versions, newest last") { name };
        command.SetAction(parsed =>
        {
            var (registry, system) = Open(context, parsed, parsed.GetRequiredValue(name));
            var aliases = registry.Aliases(system);
            var versions = registry.Versions(system).OrderBy(v => v.Number).ToList();
            string AliasesOf(ModelVersion v) => string.Join(", ", aliases.Where(a => a.Value == v.Version).Select(a => a.Key).Order(StringComparer.Ordinal));
            if (parsed.GetValue(context.Json))
            {
                context.Output.WriteLine(ReportJson.Write(new { system, versions = versions.Select(v => new { v.Version, aliases = AliasesOf(v), v.CreatedAt, v.Metrics, v.Tags, v.Lineage }) }));
                return ExitCode.Done;
            }

            var metric = context.Find(system).Design.PrimaryMetric;
            var table = Tables.New($"Models of {system}", "version", "aliases", "rung", metric + " [95 %]", "trained on", "because");
            foreach (var version in versions)
                table.Row(version.Version, AliasesOf(version), version.Lineage.Options.GetValueOrDefault("rung", ""),
                    Shown(version, metric),
                    version.Lineage.FromTime is null ? "nothing" : $"{Figures.Time(version.Lineage.FromTime)} to {Figures.Time(version.Lineage.ToTime)}",
                    version.Tags.GetValueOrDefault("reason", ""));
            context.Console().Write(table);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Show(CommandContext context)
    {
        var (name, version) = (context.SystemName(), Version("A version or alias"));
        var command = new Command("show", "Show everything that is known about a version") { name, version };
        command.SetAction(parsed =>
        {
            var (registry, system) = Open(context, parsed, parsed.GetRequiredValue(name));
            var found = Find(registry, system, parsed.GetRequiredValue(version));
            context.Output.WriteLine(ReportJson.Write(new
            {
                found.Model, found.Version, found.Number, found.CreatedAt, found.Objects, found.Lineage, found.Metrics, found.Tags,
            }));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Diff(CommandContext context)
    {
        var (name, before, after) = (context.SystemName(), new Argument<string>("before") { Description = "A version or alias" }, new Argument<string>("after") { Description = "A version or alias" });
        var command = new Command("diff", "What differs between two versions: options, metrics, data") { name, before, after };
        command.SetAction(parsed =>
        {
            var (registry, system) = Open(context, parsed, parsed.GetRequiredValue(name));
            var (a, b) = (Find(registry, system, parsed.GetRequiredValue(before)), Find(registry, system, parsed.GetRequiredValue(after)));
            var diff = registry.Diff(system, a.Version, b.Version);
            if (parsed.GetValue(context.Json))
            {
                context.Output.WriteLine(ReportJson.Write(diff));
                return ExitCode.Done;
            }

            var table = Tables.New($"{a.Version} against {b.Version}", "what", a.Version, b.Version);
            foreach (var metric in diff.Metrics)
                table.Row("metric " + metric.Name, Shown(a, metric.Name), Shown(b, metric.Name));
            foreach (var (group, differences) in new[] { ("option", diff.Options), ("data", diff.Data), ("tag", diff.Tags), ("object", diff.Objects) })
                foreach (var difference in differences)
                    table.Row($"{group} {difference.Name}", difference.Before ?? "–", difference.After ?? "–");
            context.Console().Write(table);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Promote(CommandContext context)
    {
        var (name, version) = (context.SystemName(), Version("The version or alias to promote"));
        var reason = new Option<string>("--reason") { Description = "Why, for the log", DefaultValueFactory = _ => "promoted by hand", HelpName = "TEXT" };
        var command = new Command("promote", "Point 'production' at a version; a running server takes it at its next start") { name, version, reason };
        command.SetAction((parsed, cancellationToken) => MoveAsync(
            context, parsed, parsed.GetRequiredValue(name), (registry, system) => Find(registry, system, parsed.GetRequiredValue(version)).Version, parsed.GetRequiredValue(reason), cancellationToken));
        return command;
    }

    private static Command Rollback(CommandContext context)
    {
        var name = context.SystemName();
        var reason = new Option<string>("--reason") { Description = "Why, for the log", DefaultValueFactory = _ => "rolled back by hand", HelpName = "TEXT" };
        var command = new Command("rollback", "Point 'production' back at the version before") { name, reason };
        command.SetAction((parsed, cancellationToken) => MoveAsync(
            context, parsed, parsed.GetRequiredValue(name), (registry, system) => registry.AliasLog(system).LastOrDefault(m => m.Alias == "production" && m.From is not null)?.From
                ?? throw new CommandException($"'production' of {system} was never moved: there is nothing to go back to."), parsed.GetRequiredValue(reason), cancellationToken));
        return command;
    }

    private static async Task<int> MoveAsync(
        CommandContext context, ParseResult parsed, string name, Func<ModelRegistry, string, string> target, string reason, CancellationToken cancellationToken)
    {
        var (registry, system) = Open(context, parsed, name);
        var from = registry.Aliases(system).GetValueOrDefault("production");
        var to = target(registry, system);
        var outcome = await registry.MoveAliasAsync(system, "production", from, to, reason, cancellationToken).ConfigureAwait(false);
        if (!outcome.Moved)
            throw new CommandException($"'production' of {system} was moved to {outcome.Actual} by somebody else at the same moment. Look, and try again.");
        await context.Output.WriteLineAsync(parsed.GetValue(context.Json) ? ReportJson.Write(new { system, alias = "production", from, to, reason }) : $"production of {system}: {from ?? "nothing"} -> {to}").ConfigureAwait(false);
        return ExitCode.Done;
    }

    private static string Shown(ModelVersion version, string metric) =>
        version.Metrics.TryGetValue(metric, out var m) ? Figures.Interval(m.Value, m.Low ?? double.NaN, m.High ?? double.NaN) : "–";

    private static Argument<string> Version(string description) => new("version") { Description = description };

    private static ModelVersion Find(ModelRegistry registry, string system, string version) => registry.Find(system, version)
        ?? throw new CommandException($"The registry of {system} has no version or alias '{version}'. There are: {string.Join(", ", registry.Versions(system).OrderBy(v => v.Number).Select(v => v.Version).Concat(registry.Aliases(system).Keys))}.");

    private static (ModelRegistry Registry, string System) Open(CommandContext context, ParseResult parsed, string name)
    {
        var system = context.Find(name).Design.Name;
        var workspace = Workspace.Open(parsed.GetRequiredValue(context.Store), system);
        return (ModelRegistry.Open(workspace.Registry, TimeProvider.System, Environment.UserName), system);
    }
}
