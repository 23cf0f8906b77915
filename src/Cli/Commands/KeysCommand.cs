using System.CommandLine;
using Bellwether.Cli.Terminal;
using Bellwether.Server.Security;
using Bellwether.Systems.Documents;
using Bellwether.Systems.Reports;

namespace Bellwether.Cli.Commands;

/// <summary><c>bellwether keys</c>: the API keys of a server.</summary>
internal static class KeysCommand
{
    public static Command Create(CommandContext context) => new("keys", "Create, list and revoke the API keys of a server") { New(context), List(context), Revoke(context) };

    private static Command New(CommandContext context)
    {
        var (file, name) = (FileOption(), new Argument<string>("name") { Description = "Whose key it is" });
        var role = new Option<ApiRole>("--role") { Description = "What it may do", DefaultValueFactory = _ => ApiRole.Predict, HelpName = "predict|operate|admin" };
        var days = new Option<int?>("--days") { Description = "Days until it expires; never when not given", HelpName = "N" };
        var command = new Command("create", "Create a key; it is shown once and stored hashed") { name, file, role, days };
        command.SetAction(parsed =>
        {
            var expires = parsed.GetValue(days) is { } d ? TimeProvider.System.GetUtcNow().AddDays(d) : (DateTimeOffset?)null;
            var keys = new ApiKeys(parsed.GetRequiredValue(file), TimeProvider.System);
            if (keys.List().Any(k => k.Name == parsed.GetRequiredValue(name)))
                throw new CommandException($"There is a key of '{parsed.GetRequiredValue(name)}' already, and it cannot be shown again. Revoke it first with 'bellwether keys revoke {parsed.GetRequiredValue(name)}', or choose another name.");
            var key = keys.Create(parsed.GetValue(role), parsed.GetRequiredValue(name), expires);
            context.Output.WriteLine(parsed.GetValue(context.Json) ? ReportJson.Write(new { key, name = parsed.GetRequiredValue(name), role = parsed.GetValue(role).ToString() }) : key);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command List(CommandContext context)
    {
        var file = FileOption();
        var command = new Command("list", "List the keys") { file };
        command.SetAction(parsed =>
        {
            var keys = new ApiKeys(parsed.GetRequiredValue(file), TimeProvider.System).List();
            if (parsed.GetValue(context.Json))
            {
                context.Output.WriteLine(ReportJson.Write(new { keys = keys.Select(k => new { k.Id, k.Name, role = k.Role.ToString(), k.Created, k.Expires }) }));
                return ExitCode.Done;
            }

            var table = Tables.New("API keys", "id", "name", "role", "created", "expires");
            foreach (var key in keys)
                table.Row(key.Id, key.Name, key.Role.ToString(), Figures.Time(key.Created), Figures.Time(key.Expires));
            context.Console().Write(table);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Revoke(CommandContext context)
    {
        var (file, name) = (FileOption(), new Argument<string>("name") { Description = "Whose key it is" });
        var command = new Command("revoke", "Revoke a key; a running server refuses it within a second") { name, file };
        command.SetAction(parsed =>
        {
            if (!new ApiKeys(parsed.GetRequiredValue(file), TimeProvider.System).Revoke(parsed.GetRequiredValue(name)))
                throw new CommandException($"There is no key of '{parsed.GetRequiredValue(name)}'. 'bellwether keys list' lists them.");
            context.Output.WriteLine(parsed.GetValue(context.Json) ? ReportJson.Write(new { revoked = parsed.GetRequiredValue(name) }) : $"revoked {parsed.GetRequiredValue(name)}");
            return ExitCode.Done;
        });
        return command;
    }

    private static Option<string> FileOption() => new("--file") { Description = "The file of keys", DefaultValueFactory = _ => Path.Combine(".bellwether", "keys.json"), HelpName = "FILE" };
}
