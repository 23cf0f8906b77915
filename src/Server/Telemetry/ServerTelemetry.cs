using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Bellwether.Server.Telemetry;

/// <summary>What the server itself measures and traces.</summary>
internal static class ServerTelemetry
{
    /// <summary>The source of Bellwether's spans.</summary>
    public static readonly ActivitySource Source = new("Bellwether");

    private static readonly Meter s_meter = new("Bellwether.Server");

    private static readonly Counter<long> s_items = s_meter.CreateCounter<long>(
        "bellwether.server.items", "{item}", "Decisions, events and outcomes taken from requests, by system and kind.");

    private static readonly Counter<long> s_problems = s_meter.CreateCounter<long>(
        "bellwether.server.problems", "{problem}", "Requests or batch items answered with a problem, by its kind.");

    public static void CountItems(string system, string kind, int count)
    {
        if (s_items.Enabled)
            s_items.Add(count, new KeyValuePair<string, object?>("system", system), new KeyValuePair<string, object?>("kind", kind));
    }

    public static void CountProblem(string kind) => s_problems.Add(1, new KeyValuePair<string, object?>("kind", kind));
}
