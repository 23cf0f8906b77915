using System.Text.Json;

namespace Bellwether.Monitoring.Tests.Oracles;

/// <summary>Reads the checked-in outputs of the reference libraries.</summary>
internal static class Oracle
{
    public static JsonElement Read(string name)
    {
        using var stream = typeof(Oracle).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The oracle {name} must be embedded.");
        return JsonDocument.Parse(stream).RootElement.Clone();
    }
}
