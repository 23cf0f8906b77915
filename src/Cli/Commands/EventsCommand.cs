using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Bellwether.Cli.Terminal;
using Bellwether.Data.Events;
using Bellwether.Monitoring.Alerts;
using Bellwether.Serving.Decisions;
using Bellwether.Systems;

namespace Bellwether.Cli.Commands;

/// <summary><c>bellwether events tail NAME</c>: the last stored events.</summary>
internal static class EventsCommand
{
    private static readonly string[] s_ownTypes = [FactTypes.Decision, FactTypes.Rollout, EventStoreSink.EventType];

    public static Command Create(CommandContext context) => new("events", "Look at stored events") { Tail(context) };

    private static Command Tail(CommandContext context)
    {
        var name = context.SystemName();
        var lines = new Option<int>("--lines", "-n") { Description = "How many", DefaultValueFactory = _ => 10, HelpName = "N" };
        var type = new Option<string[]>("--type") { Description = "Only events of these types", AllowMultipleArgumentsPerToken = true, HelpName = "TYPE" };
        var command = new Command("tail", "Print the last events of a system") { name, lines, type };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var program = context.Find(parsed.GetRequiredValue(name)).Compile();
            var system = program.Design.Name;
            var environment = SystemEnvironment.Of(context, parsed, system);
            var wanted = Math.Max(1, parsed.GetValue(lines));
            await using var store = await SystemEnvironment.OpenSharedAsync(environment.Workspace.Events, cancellationToken).ConfigureAwait(false);
            var last = await LastAsync(store, new EventQuery { System = system, Types = TypesOf(program, parsed.GetValue(type)) }, wanted, cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(context.Json))
                await context.Output.WriteLineAsync(AsJson(last)).ConfigureAwait(false);
            else
                foreach (var stored in last)
                    await context.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{stored.Sequence,9}  {stored.Event.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss}  {stored.Event.Type,-14}  {stored.Event.Id,-20}  {Encoding.UTF8.GetString(stored.Event.Payload.Span)}")).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Types as they are written in the store; case does not matter to a person.</summary>
    /// <exception cref="CommandException">The system knows no such type.</exception>
    internal static string[] TypesOf(ISystemProgram program, string[]? typed)
    {
        string[] known = [program.Request.TypeName, .. program.Events.Select(e => e.TypeName), .. s_ownTypes];
        return [.. (typed ?? []).Select(t => known.FirstOrDefault(k => string.Equals(k, t, StringComparison.OrdinalIgnoreCase))
            ?? throw new CommandException($"{program.Design.Name} has no event type '{t}'. There are: {string.Join(", ", known.Distinct(StringComparer.Ordinal))}.", ExitCode.Usage))];
    }

    /// <summary>Reads ever longer ends of the log until there are enough: types may be rare.</summary>
    private static async Task<IReadOnlyList<StoredEvent>> LastAsync(IEventStore store, EventQuery query, int wanted, CancellationToken cancellationToken)
    {
        for (long span = Math.Max(wanted, 1_000); ; span *= 8)
        {
            var after = Math.Max(0, store.LastSequence - span);
            var found = new Queue<StoredEvent>();
            await foreach (var stored in store.ReadAsync(query with { AfterSequence = after }, cancellationToken).ConfigureAwait(false))
            {
                found.Enqueue(stored);
                if (found.Count > wanted)
                    found.Dequeue();
            }

            if (found.Count >= wanted || after == 0)
                return [.. found];
        }
    }

    private static string AsJson(IReadOnlyList<StoredEvent> events)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("events");
            foreach (var stored in events)
            {
                writer.WriteStartObject();
                writer.WriteNumber("sequence", stored.Sequence);
                writer.WriteString("receivedAt", stored.ReceivedAt);
                writer.WriteString("type", stored.Event.Type);
                writer.WriteString("id", stored.Event.Id);
                writer.WriteString("time", stored.Event.Time);
                writer.WritePropertyName("payload");
                writer.WriteRawValue(stored.Event.Payload.Span);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
