using Bellwether.Data.Text;
using Bellwether.Numerics.Random;
using Bellwether.Retrieval.Lexical;
using Bellwether.Retrieval.Lexical.Queries;
using Bellwether.Retrieval.Lexical.Search;

namespace Bellwether.Retrieval.Tests.Lexical;

public sealed class HostileQueryTests
{
    public static TheoryData<string> Texts() =>
    [
        "", " ", "the of and", "👍🏽 👨‍👩‍👧", "'; DROP TABLE documents; --", "\" OR 1=1", "AND OR NOT ( ) [ ] : ^ ~ *", "\0\u0001\uFFFF\uD800", "a\u0300\u0301\u0302", "١٢٣ 我 שלום",
        new string('x', 10_000), string.Join(' ', Enumerable.Range(0, 2_500).Select(i => $"w{i}")), string.Concat(Enumerable.Repeat("alpha ", 1_700)), new string('\'', 10_000),
    ];

    [Theory, MemberData(nameof(Texts))]
    public void Any_text_is_a_query(string text)
    {
        var options = new LexicalOptions { Analyzer = StandardAnalyzer.English, Fields = [new("a"), new("b")] };
        var random = new RandomText(new Seed(1));
        using var index = LexicalIndex.InMemory(options);
        foreach (var empty in (bool[])[true, false])
        {
            if (!empty)
            {
                for (var i = 0; i < 300; i++)
                    index.Add(random.Document(options, i));
                index.Add(new LexicalDocument("it", [new("a", text), new("b", text)]));
            }

            var snapshot = index.Refresh();
            LexicalQuery[] queries =
            [
                new MatchQuery(text), new MatchQuery(text) { RequireAll = true }, new TermQuery(text), new PhraseQuery(text), new PrefixQuery(text), new FuzzyQuery(text), new FuzzyQuery(text) { PrefixLength = 3 },
                new BooleanQuery { Must = [new MatchQuery(text)], MustNot = [new PrefixQuery(text)], Should = [new PhraseQuery(text)] },
            ];
            foreach (var query in queries)
            {
                var hits = snapshot.Search(query, 10);
                Assert.All(hits, h => Assert.True(double.IsFinite(h.Score) && h.Score >= 0));
                Assert.Equal(Math.Min(10, snapshot.Count(query)), hits.Length);
                Assert.All(hits, h => Assert.NotNull(snapshot.Explain(query, h.Document)));
            }
        }

        if (TermList.Of(options.Analyzer, text).Count > 0)
            Assert.Contains("it", index.Current.Search(new MatchQuery(text), 10).Select(h => index.Current.Key(h.Document)));
    }

    [Fact]
    public void Wrong_questions_say_what_must_hold()
    {
        using var index = LexicalIndex.InMemory(new LexicalOptions { Positions = false });
        index.Add("1", "a b");
        var snapshot = index.Refresh();
        Assert.Contains("must be one of text", Assert.Throws<ArgumentException>(() => snapshot.Search(new TermQuery("a") { Field = "title" }, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("keeps positions", Assert.Throws<ArgumentException>(() => snapshot.Search(new PhraseQuery("a b"), 1)).Message, StringComparison.Ordinal);
        LexicalQuery deep = new TermQuery("a");
        for (var i = 0; i < 100_000; i++)
            deep = new BooleanQuery { Must = [deep] };
        Assert.Contains("deep", Assert.Throws<ArgumentException>(() => snapshot.Search(deep, 1)).Message, StringComparison.Ordinal);
        var filter = snapshot.Where(_ => true);
        index.Add("2", "a");
        Assert.Contains("snapshot", Assert.Throws<ArgumentException>(() => index.Refresh().Search(new TermQuery("a"), 1, filter)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new FuzzyQuery("a") { MaxEdits = 3 });
        Assert.Throws<ArgumentOutOfRangeException>(() => snapshot.Key(7));
    }

    [Fact]
    public void A_warm_search_allocates_only_the_bound_query()
    {
        var random = new RandomText(new Seed(2));
        var options = new LexicalOptions();
        using var index = LexicalIndex.InMemory(options);
        for (var i = 0; i < 3_000; i++)
            index.Add(random.Document(options, i));
        var (snapshot, query, hits) = (index.Refresh(), new MatchQuery("alpha beta gamma"), new SearchHit[10]);
        for (var i = 0; i < 50; i++)
            snapshot.Search(query, hits);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            snapshot.Search(query, hits);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100, 0, 8_000);
    }
}
