using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bellwether.Monitoring.Alerts;

/// <summary>The JSON form of a transition, for webhooks and the event store.</summary>
public static class AlertJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>The transition as UTF-8 JSON: <c>isRaised</c>, <c>at</c>, <c>alert{name, signal, severity, value, threshold, since, action, message}</c>.</summary>
    public static byte[] Write(AlertTransition transition) => JsonSerializer.SerializeToUtf8Bytes(transition, Options);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">It is no transition.</exception>
    public static AlertTransition Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<AlertTransition>(json, Options) ?? throw new JsonException("An alert must be a JSON object, but is null.");
}
