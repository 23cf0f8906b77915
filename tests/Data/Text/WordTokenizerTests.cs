using Bellwether.Data.Text;
using Bellwether.Numerics.Random;

namespace Bellwether.Data.Tests.Text;

public sealed class WordTokenizerTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" \t\n--!?", "")]
    [InlineData("The quick brown fox.", "The|quick|brown|fox")]
    [InlineData("don't can’t 'quoted' dogs'", "don't|can’t|quoted|dogs")]
    [InlineData("e.g. U.S.A. 3.14 1,024 1,a a,1 v2.0", "e.g|U.S.A|3.14|1,024|1|a|a|1|v2.0")]
    [InlineData("snake_case __init__ ___ a:b x/y", "snake_case|__init__|a|b|x|y")]
    [InlineData("我爱北京", "我|爱|北|京")]
    [InlineData("ひらがなとカタカナー", "ひ|ら|が|な|と|カタカナー")]
    [InlineData("안녕하세요 세계", "안녕하세요|세계")]
    [InlineData("שלום עולם، مرحبا بالعالم", "שלום|עולם|مرحبا|بالعالم")]
    [InlineData("मैं हूँ नमस्ते", "मैं|हूँ|नमस्ते")]
    [InlineData("cafe\u0301 re\u0301sume\u0301", "cafe\u0301|re\u0301sume\u0301")]
    [InlineData("ok👍🏽fine 👨‍👩‍👧!❤️🇩🇪🇫🇷", "ok|👍🏽|fine|👨‍👩‍👧|❤️|🇩🇪|🇫🇷")]
    [InlineData("𝒳𝒴 𠀀𠀁", "𝒳𝒴|𠀀|𠀁")]
    [InlineData("SELECT * FROM t; DROP TABLE t;--", "SELECT|FROM|t|DROP|TABLE|t")]
    public void Words_are_found(string text, string expected) => Assert.Equal(expected, string.Join('|', Words(text)));

    [Fact]
    public void Kinds_are_told()
    {
        var kinds = new List<WordKind>();
        foreach (var word in new WordTokenizer("abc 12.5 b2 我 😀"))
            kinds.Add(word.Kind);
        Assert.Equal([WordKind.Word, WordKind.Number, WordKind.Word, WordKind.Ideograph, WordKind.Emoji], kinds);
    }

    [Fact]
    public void Any_text_gives_words_in_order_that_lie_inside_it()
    {
        var stream = new Seed(3).Stream();
        var text = new char[64];
        for (var round = 0; round < 20_000; round++)
        {
            for (var i = 0; i < text.Length; i++)
                text[i] = stream.NextInt(3) switch { 0 => (char)stream.NextInt(0x80), 1 => (char)stream.NextInt(0x10000), _ => (char)(0xD800 + stream.NextInt(0x800)) };
            var end = 0;
            foreach (var word in new WordTokenizer(text))
            {
                Assert.True(word.Start >= end && word.Length > 0 && word.Start + word.Length <= text.Length);
                end = word.Start + word.Length;
            }
        }
    }

    private static List<string> Words(string text)
    {
        var words = new List<string>();
        foreach (var word in new WordTokenizer(text))
            words.Add(text.Substring(word.Start, word.Length));
        return words;
    }
}
