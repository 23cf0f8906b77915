using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Bellwether.Learning.Tokenization;

namespace Bellwether.Learning.Tests.Tokenization;

/// <summary>Small tokenizers made by hand.</summary>
internal static class TokenizerFiles
{
    private static readonly ConcurrentDictionary<string, SubwordTokenizer> s_bytes = new();

    /// <summary>The 256 characters of byte-level BPE, as in GPT-2's <c>bytes_to_unicode</c>.</summary>
    public static string[] Alphabet { get; } = MakeAlphabet();

    public static SubwordTokenizer Read(string json) => SubwordTokenizer.Read(Encoding.UTF8.GetBytes(json));

    /// <summary>A byte-level tokenizer without merges: every byte is a token, numbered as itself.</summary>
    public static SubwordTokenizer Bytes(string normalizer = "null") => s_bytes.GetOrAdd(normalizer, n => Read($$$"""
        {"normalizer":{{{n}}},"pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false},"decoder":{"type":"ByteLevel"},
         "model":{"type":"BPE","vocab":{{{JsonSerializer.Serialize(Alphabet.Select((c, i) => (c, i)).ToDictionary(p => p.c, p => p.i))}}},"merges":[]}}
        """));

    private static string[] MakeAlphabet()
    {
        var (alphabet, next) = (new string[256], 256);
        for (var b = 0; b < 256; b++)
            alphabet[b] = ((char)((b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || (b >= 0xAE && b <= 0xFF) ? b : next++)).ToString();
        return alphabet;
    }
}
