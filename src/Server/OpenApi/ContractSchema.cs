using System.Text.Json;
using Bellwether.Data.Schema;

namespace Bellwether.Server.OpenApi;

/// <summary>Writes an event contract as a JSON schema (2020-12, which OpenAPI 3.1 uses).</summary>
internal static class ContractSchema
{
    public static void Write(Utf8JsonWriter writer, IEventContract contract)
    {
        writer.WriteStartObject();
        writer.WriteString("title"u8, contract.TypeName);
        writer.WriteString("type"u8, "object");
        writer.WriteStartArray("required"u8);
        foreach (var field in contract.Fields)
            if (field.Required)
                writer.WriteStringValue(field.Name);
        writer.WriteEndArray();
        writer.WriteBoolean("additionalProperties"u8, false);
        writer.WriteStartObject("properties"u8);
        foreach (var field in contract.Fields)
            WriteField(writer, field);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteField(Utf8JsonWriter writer, FieldSpec field)
    {
        writer.WriteStartObject(field.Name);
        var type = field.Kind switch
        {
            FieldKind.Number => "number",
            FieldKind.Integer => "integer",
            FieldKind.Boolean => "boolean",
            FieldKind.Signals => "object",
            _ => "string",
        };
        if (field.Required)
        {
            writer.WriteString("type"u8, type);
        }
        else
        {
            writer.WriteStartArray("type"u8);
            writer.WriteStringValue(type);
            writer.WriteStringValue("null");
            writer.WriteEndArray();
        }

        writer.WriteString("description"u8, field.Description.Length == 0 ? $"Must be {field.MustBe}." : $"{field.Description.TrimEnd('.')}. Must be {field.MustBe}.");
        if (field.Kind == FieldKind.Time)
            writer.WriteString("format"u8, "date-time");
        if (field.Kind == FieldKind.Text)
        {
            if (field.Required)
                writer.WriteNumber("minLength"u8, 1);
            writer.WriteNumber("maxLength"u8, field.Name == "id" ? 200 : 1_000);
        }

        if (field.Kind is FieldKind.Number or FieldKind.Integer && double.IsFinite(field.Minimum))
            writer.WriteNumber("minimum"u8, field.Minimum);
        if (field.Kind is FieldKind.Number or FieldKind.Integer && double.IsFinite(field.Maximum))
            writer.WriteNumber("maximum"u8, field.Maximum);
        if (field.Kind == FieldKind.Signals)
        {
            writer.WriteStartObject("additionalProperties"u8);
            writer.WriteString("type"u8, "number");
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
