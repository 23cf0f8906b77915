using System.Text.Json;
using Bellwether.Data.Text;
using Bellwether.Numerics.Random;

namespace Bellwether.Data.Tests.Text;

public sealed class Porter2StemmerTests
{
    [Fact]
    public void Stems_are_those_of_snowball_and_nltk()
    {
        using var file = typeof(Porter2StemmerTests).Assembly.GetManifestResourceStream("porter2.json")!;
        var oracle = JsonSerializer.Deserialize<Dictionary<string, string>>(file)!;
        Assert.True(oracle.Count > 3_000);
        var wrong = oracle.Where(pair => Porter2Stemmer.Stem(pair.Key) != pair.Value).Select(pair => $"{pair.Key}: {Porter2Stemmer.Stem(pair.Key)}, not {pair.Value}");
        Assert.Empty(wrong);
    }

    [Fact]
    public void Any_letters_give_a_stem_that_is_not_longer()
    {
        var stream = new Seed(1).Stream();
        const string letters = "abdeegilnnosty'éß𝒳";
        var buffer = new char[24];
        for (var round = 0; round < 50_000; round++)
        {
            var word = buffer.AsSpan(0, stream.NextInt(buffer.Length));
            for (var i = 0; i < word.Length; i++)
                word[i] = letters[stream.NextInt(letters.Length)];
            var before = word.Length;
            Assert.InRange(Porter2Stemmer.Stem(word), 0, before);
        }
    }
}
