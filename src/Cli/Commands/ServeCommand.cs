using System.CommandLine;
using System.Globalization;
using Bellwether.Cli.Terminal;
using Bellwether.Server;
using Bellwether.Serving.Hosting;

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
        var bench = new Option<bool>("--bench") { Description = "Also answer on /noop, for comparison under load", Hidden = true };
        var command = new Command("serve", "Serve systems over HTTP until stopped") { names, port, address, keys, bench };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var systems = new List<IServedSystem>();
            try
            {
                foreach (var name in parsed.GetRequiredValue(names).Distinct(StringComparer.Ordinal))
                {
                    var program = context.Find(name).Compile();
                    var environment = SystemEnvironment.Of(context, parsed, name);
                    systems.Add(await program.ServeAsync(environment with { OpenStore = SystemEnvironment.OpenSharedAsync }, cancellationToken).ConfigureAwait(false));
                }

                var options = new ServerOptions
                {
                    Url = string.Create(CultureInfo.InvariantCulture, $"http://{parsed.GetRequiredValue(address)}:{parsed.GetValue(port)}"),
                    ApiKeyFile = parsed.GetValue(keys),
                    Bench = parsed.GetValue(bench),
                    Started = url => context.Error.WriteLine($"serving {string.Join(", ", systems.Select(s => s.Name))} on {url}\n  decide: curl -s {url}/v1/systems/{systems[0].Name}/decide -H 'content-type: application/json' -d @request.json\n  state:  curl -s {url}/v1/systems/{systems[0].Name}\nCtrl-C stops it, and loses nothing that was acknowledged."),
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
}
