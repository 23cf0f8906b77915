using System.Globalization;

namespace Bellwether.Server.Tests;

/// <summary>Bodies that requests send.</summary>
internal static class Bodies
{
    private static int s_next;

    public static string NextId() => string.Create(CultureInfo.InvariantCulture, $"p{Interlocked.Increment(ref s_next)}");

    public static string Payment(string? id = null, double amount = 20) => string.Create(CultureInfo.InvariantCulture,
        $"{{\"id\":\"{id ?? NextId()}\",\"time\":\"2026-01-31T12:00:00Z\",\"cardId\":\"c1\",\"amount\":{amount}}}");

    public static string Chargeback(string? id = null) => $"{{\"id\":\"{id ?? NextId()}\",\"time\":\"2026-02-01T12:00:00Z\",\"paymentId\":\"p1\",\"amount\":20}}";

    public static string Blocked(string? id = null) => $"{{\"id\":\"{id ?? NextId()}\",\"time\":\"2026-02-01T12:00:00Z\",\"cardId\":\"c1\"}}";
}
