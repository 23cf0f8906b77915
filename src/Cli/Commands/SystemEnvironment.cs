using System.CommandLine;
using Bellwether.Cli.Terminal;
using Bellwether.Data.Events;
using Bellwether.Storage.DuckDb.Events;
using Bellwether.Storage.DuckDb.Tables;
using Bellwether.Storage.Postgres.Events;
using Bellwether.Systems.Lifecycle;

namespace Bellwether.Cli.Commands;

/// <summary>Gives a system's run its adapters.</summary>
internal static class SystemEnvironment
{
    /// <summary>The environment variable that names a shared PostgreSQL store, e.g. <c>Host=db;Database=bellwether</c>. Simulations always
    /// use the embedded store: their events are not worth sharing.</summary>
    public const string StoreVariable = "BELLWETHER_STORE";

    public static RunEnvironment Of(CommandContext context, ParseResult parsed, string system) =>
        new(Workspace.Open(parsed.GetRequiredValue(context.Store), system), OpenEmbeddedAsync, new DuckDbTableFiles()) { Progress = context.Progress() };

    public static async ValueTask<IEventStore> OpenEmbeddedAsync(string folder, CancellationToken cancellationToken) =>
        await DuckDbEventStore.OpenAsync(folder, cancellationToken: cancellationToken).ConfigureAwait(false);

    public static async ValueTask<IEventStore> OpenSharedAsync(string folder, CancellationToken cancellationToken) =>
        Environment.GetEnvironmentVariable(StoreVariable) is { Length: > 0 } connection
            ? await PostgresEventStore.OpenAsync(connection, cancellationToken: cancellationToken).ConfigureAwait(false)
            : await OpenEmbeddedAsync(folder, cancellationToken).ConfigureAwait(false);
}
