using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bellwether.Registry.Storage;

/// <summary>Object hashes as JSON strings.</summary>
internal sealed class ObjectHashJson : JsonConverter<ObjectHash>
{
    public override ObjectHash Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return ObjectHash.Parse(reader.GetString() ?? "");
        }
        catch (FormatException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    public override void Write(Utf8JsonWriter writer, ObjectHash value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
