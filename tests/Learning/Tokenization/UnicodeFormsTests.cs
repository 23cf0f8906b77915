using Bellwether.Learning.Tests.Oracles;

namespace Bellwether.Learning.Tests.Tokenization;

/// <summary>The normalization forms against Python's unicodedata (Oracles/make_unicode.py), through tokenizers that do nothing else.</summary>
public sealed class UnicodeFormsTests
{
    [Theory, InlineData("NFC", 1), InlineData("NFD", 2), InlineData("NFKC", 3), InlineData("NFKD", 4)]
    public void Forms_are_those_of_unicodedata(string form, int column)
    {
        foreach (var row in Oracle.Read("unicode.json").EnumerateArray())
        {
            var (text, expected) = (row[0].GetString()!, row[column].GetString()!);
            Assert.Equal(expected, Normalized(form, text));
            Assert.Equal(expected, Normalized(form, expected));
        }
    }

    /// <summary>What a normalizer makes of a text, seen through a byte-level tokenizer of single bytes.</summary>
    private static string Normalized(string form, string text)
    {
        var tokenizer = TokenizerFiles.Bytes($$"""{"type":"{{form}}"}""");
        return tokenizer.Decode(tokenizer.Encode(text).Ids);
    }
}
