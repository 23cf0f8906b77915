using System.Text.Json;
using Bellwether.Data.Text;
using Bellwether.Numerics.Random;

namespace Bellwether.Data.Tests.Text;

public sealed class StandardAnalyzerTests
{
    private static readonly StandardAnalyzer s_plain = new();

    [Fact]
    public void Accents_are_those_that_unicode_decomposes()
    {
        using var file = typeof(StandardAnalyzerTests).Assembly.GetManifestResourceStream("folds.json")!;
        var folds = JsonSerializer.Deserialize<Dictionary<string, string>>(file)!;
        Assert.True(folds.Count > 700);
        Span<char> buffer = stackalloc char[16];
        foreach (var (letter, bare) in folds)
            Assert.Equal(bare, new string(buffer[..TextNormalizer.FoldAccents(letter, buffer)]));
    }

    [Theory]
    [InlineData("Crème Brûlée", "creme|brulee")]
    [InlineData("cafe\u0301 ÉCOLE Straße ŁÓDŹ Æther", "cafe|ecole|strasse|lodz|aether")]
    [InlineData("ﬁnal ＡＢＣ１ ΆΛΦΑ ΣΟΦΟΣ Σοφός İstanbul", "final|abc1|αλφα|σοφοσ|σοφοσ|istanbul")]
    [InlineData("מִכְתָּב مُحَمَّد", "מכתב|محمد")]
    [InlineData("Йод ёж", "йод|ёж")]
    [InlineData("❤️ ❤", "❤|❤")]
    [InlineData("𐐀𐐁", "𐐨𐐩")]
    [InlineData("can’t", "can't")]
    public void Spellings_of_a_word_become_one(string text, string expected) => Assert.Equal(expected, Terms(s_plain, text));

    [Fact]
    public void Stop_words_leave_holes_and_offsets_name_the_text()
    {
        var terms = TermList.Of(StandardAnalyzer.English, "The Connections of the networks");
        Assert.Equal([new("connect", 1, 4, 11), new("network", 4, 23, 8)], terms);
    }

    [Fact]
    public void A_long_word_is_divided_and_nothing_is_lost()
    {
        var terms = TermList.Of(s_plain with { LongestTerm = 4 }, "abcdefghi a𝒳𝒳𝒳");
        Assert.Equal(["abcd", "efgh", "i", "a𝒳", "𝒳𝒳"], terms.Select(t => t.Text));
        Assert.Equal([0, 1, 2, 3, 4], terms.Select(t => t.Position));
    }

    [Fact]
    public void A_different_option_has_a_different_signature()
    {
        StandardAnalyzer[] all = [new(), new() { Stem = true }, new() { LowerCase = false }, new() { FoldAccents = false }, new() { StopWords = StopWords.English }, new() { LongestTerm = 9 }];
        Assert.Equal(all.Length, all.Select(a => a.Signature).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(new StandardAnalyzer().Signature, s_plain.Signature);
    }

    [Fact]
    public void Analysis_allocates_nothing()
    {
        var sink = new Count();
        const string text = "The Émigré's connections — 1,024 of them 👍🏽 — don't scale; 我爱北京.";
        StandardAnalyzer.English.Analyze(text, ref sink);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            StandardAnalyzer.English.Analyze(text, ref sink);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(sink.Terms > 0);
    }

    [Fact]
    public void Any_text_is_analyzed_within_its_bounds_and_analysis_is_idempotent_without_stemming()
    {
        var stream = new Seed(5).Stream();
        var text = new char[40];
        for (var round = 0; round < 5_000; round++)
        {
            for (var i = 0; i < text.Length; i++)
                text[i] = stream.NextInt(2) == 0 ? (char)(32 + stream.NextInt(96)) : (char)stream.NextInt(0x10000);
            var position = -1;
            foreach (var term in TermList.Of(s_plain, text))
            {
                Assert.True(term.Position > position && term.Start >= 0 && term.Length > 0 && term.Start + term.Length <= text.Length && term.Text.Length > 0);
                position = term.Position;
            }

            TermList.Of(StandardAnalyzer.English, text);
        }
    }

    [Fact]
    public void Neighbours_make_n_grams_but_not_over_a_hole()
    {
        var grams = new WordNGrams(s_plain with { StopWords = StopWords.English }) { Shortest = 2, Longest = 3 };
        Assert.Equal("new york|new york city|york city|big apple", Terms(grams, "New York City is the big apple"));
        Assert.Equal("a|b", Terms(new WordNGrams(s_plain) { Longest = 1 }, "a b"));
    }

    [Fact]
    public void Character_n_grams_count_code_points()
    {
        var grams = new List<string>();
        foreach (var gram in new CharacterNGrams("a𝒳bc", 2, 3))
            grams.Add(gram.ToString());
        Assert.Equal(["a𝒳", "a𝒳b", "𝒳b", "𝒳bc", "bc"], grams);
        foreach (var _ in new CharacterNGrams("", 1, 2))
            Assert.Fail("An empty word has no runs.");
        Assert.Throws<ArgumentOutOfRangeException>(() => new CharacterNGrams("abc", 3, 2).MoveNext());
    }

    private static string Terms(IAnalyzer analyzer, string text) => string.Join('|', TermList.Of(analyzer, text).Select(t => t.Text));

    private struct Count : ITermSink
    {
        public int Terms { get; private set; }

        public void Term(scoped ReadOnlySpan<char> term, int position, int start, int length) => Terms++;
    }
}
