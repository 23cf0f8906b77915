using System.CommandLine;
using Bellwether.Cli.Terminal;
using Bellwether.Data.Events;
using Bellwether.Storage.DuckDb.Events;
using Bellwether.Storage.Postgres;
using Bellwether.Systems.Lifecycle;

namespace Bellwether.Cli.Commands;

/// <summary>Gives a system's run its adapters: PostgreSQL where <c>BELLWETHER_STORE</c> names one, the embedded store otherwise.</summary>
internal static class SystemEnvironment
{
    /// <summary>The environment variable that names a shared store by its connection string, e.g. <c>Host=db;Database=bellwether</c>.</summary>
    public const string StoreVariable = "BELLWETHER_STORE";

    public static RunEnvironment Of(CommandContext context, ParseResult parsed, string system) =>
        new(Workspace.Open(parsed.GetRequiredValue(context.Store), system), OpenEmbeddedAsync, new DuckDbTableFiles()) { Progress = context.Progress() };

    public static async ValueTask<IEventStore> OpenStoreAsync(string folder, CancellationToken cancellationToken) =>
        Environment.GetEnvironmentVariable(StoreVariable) is { Length: > 0 } connection
            ? await PostgresEventStore.OpenAsync(connection, TimeProvider.System, cancellationToken: cancellationToken).ConfigureAwait(false)
            : await DuckDbEventStore.OpenAsync(folder, TimeProvider.System, cancellationToken: cancellationToken).ConfigureAwait(false);
}
