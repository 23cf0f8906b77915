using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Bellwether.Cli.Terminal;
using Bellwether.Data.Formats;
using Bellwether.Monitoring.Alerts;
using Bellwether.Registry;
using Bellwether.Server;
using Bellwether.Serving.Hosting;
using Bellwether.Storage.DuckDb.Events;
using Bellwether.Systems;
using Bellwether.Systems.Lifecycle;

namespace Bellwether.Cli.Commands;

/// <summary><c>bellwether serve NAME...</c>: serves systems over HTTP.</summary>
internal static class ServeCommand
{
    public static Command Create(CommandContext context)
    {
        var names = new Argument<string[]>("system") { Description = "Names of the systems to serve", Arity = ArgumentArity.OneOrMore };
        var port = new Option<int>("--port") { Description = "Port; 0 takes a free one", DefaultValueFactory = _ => 8080, HelpName = "N" };
        var address = new Option<string>("--address") { Description = "Address to bind to; any but the loopback demands --keys", DefaultValueFactory = _ => "127.0.0.1", HelpName = "IP" };
        var keys = new Option<string?>("--keys") { Description = "File of API keys (see 'bellwether keys')", HelpName = "FILE" };
        var webhook = new Option<Uri?>("--webhook")
        {
            Description = "Post every alert to this address as JSON, beside stderr and the store",
            HelpName = "URL",
            CustomParser = result => Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
                ? new Uri(result.Tokens[0].Value)
                : Refuse(result, $"--webhook must be an http or https address, but is '{result.Tokens[0].Value}'."),
        };
        var bench = new Option<bool>("--bench") { Description = "Also answer on /noop, for comparison under load", Hidden = true };
        var command = new Command("serve", "Serve systems over HTTP until stopped") { names, port, address, keys, webhook, bench };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var systems = new List<IServedSystem>();
            using var client = new HttpClient();
            await using var hook = parsed.GetValue(webhook) is { } url ? new WebhookSink(client, url, TimeProvider.System) : null;
            try
            {
                foreach (var name in parsed.GetRequiredValue(names).Distinct(StringComparer.Ordinal))
                {
                    var program = context.Find(name).Compile();
                    var environment = SystemEnvironment.Of(context, parsed, name) with
                    {
                        OpenStore = SystemEnvironment.OpenSharedAsync,
                        AlertSinks = hook is null ? [] : [hook],
                    };
                    systems.Add(await OpenAsync(program, environment, cancellationToken).ConfigureAwait(false));
                }

                var options = new ServerOptions
                {
                    Url = string.Create(CultureInfo.InvariantCulture, $"http://{parsed.GetRequiredValue(address)}:{parsed.GetValue(port)}"),
                    ApiKeyFile = parsed.GetValue(keys),
                    Bench = parsed.GetValue(bench),
                    Started = bound => context.Error.WriteLine($"serving {string.Join(", ", systems.Select(s => s.Name))} on {bound}\n  decide: curl -s {bound}/v1/systems/{systems[0].Name}/decide -H 'content-type: application/json' -d @request.json\n  state:  curl -s {bound}/v1/systems/{systems[0].Name}\nCtrl-C stops it, and loses nothing that was acknowledged."),
                };
                await ServerHost.RunAsync(options, systems, cancellationToken).ConfigureAwait(false);
                return ExitCode.Done;
            }
            catch (ServerRefusedException e)
            {
                throw new CommandException(e.Message);
            }
            finally
            {
                foreach (var system in systems)
                    await system.DisposeAsync().ConfigureAwait(false);
            }
        });
        return command;
    }

    private static Uri? Refuse(ArgumentResult result, string why)
    {
        result.AddError(why);
        return null;
    }

    /// <summary>Opens a system. A damaged model is refused: which version decides is for its operators to say, not for a start to guess.</summary>
    private static async Task<IServedSystem> OpenAsync(ISystemProgram program, RunEnvironment environment, CancellationToken cancellationToken)
    {
        // Before the workspace is marked as live: a run may be at work in it.
        DuckDbEventStore.RequireFree(environment.Workspace.Events);
        try
        {
            return await program.ServeAsync(environment, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is RegistryCorruptException or ModelFormatException or KeyNotFoundException)
        {
            var name = program.Design.Name;
            throw new CommandException(
                $"A model of {name} cannot be loaded, and it is not served with another one unasked. {e.Message}\n"
                + $"Restore the file, or choose another version: 'bellwether models list {name}' shows them, 'bellwether models rollback {name}' goes back "
                + $"to the one before, 'bellwether models promote {name} first-rung' to the rules of the first day.");
        }
    }
}
