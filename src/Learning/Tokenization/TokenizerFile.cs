using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bellwether.Learning.Tokenization;

/// <summary>Writes a <c>tokenizer.json</c>.</summary>
internal static class TokenizerFile
{
    /// <summary>A tokenizer of these parts; the special tokens come first, numbered from 0.</summary>
    public static SubwordTokenizer Make(IReadOnlyList<string> special, string? normalizer, string preTokenizer, string decoder, Action<Utf8JsonWriter> model)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("version", "1.0");
            writer.WriteNull("truncation");
            writer.WriteNull("padding");
            writer.WriteStartArray("added_tokens");
            for (var id = 0; id < special.Count; id++)
            {
                writer.WriteStartObject();
                writer.WriteNumber("id", id);
                writer.WriteString("content", special[id]);
                foreach (var flag in new[] { "single_word", "lstrip", "rstrip", "normalized" })
                    writer.WriteBoolean(flag, false);
                writer.WriteBoolean("special", true);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            Raw(writer, "normalizer", normalizer ?? "null");
            Raw(writer, "pre_tokenizer", preTokenizer);
            writer.WriteNull("post_processor");
            Raw(writer, "decoder", decoder);
            writer.WriteStartObject("model");
            model(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return SubwordTokenizer.Read(buffer.WrittenMemory.ToArray());
    }

    /// <summary>A vocabulary: tokens numbered in order.</summary>
    public static void Vocabulary(Utf8JsonWriter writer, IReadOnlyList<string> tokens)
    {
        writer.WriteStartObject("vocab");
        for (var id = 0; id < tokens.Count; id++)
            writer.WriteNumber(tokens[id], id);
        writer.WriteEndObject();
    }

    private static void Raw(Utf8JsonWriter writer, string name, string json)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(json);
    }
}
