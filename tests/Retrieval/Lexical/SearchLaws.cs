using Bellwether.Data.Text;
using Bellwether.Numerics.Random;
using Bellwether.Retrieval.Lexical;
using Bellwether.Retrieval.Lexical.Queries;
using Bellwether.Retrieval.Lexical.Search;

namespace Bellwether.Retrieval.Tests.Lexical;

public sealed class SearchLaws
{
    public static TheoryData<int, LexicalOptions> Indexes()
    {
        var data = new TheoryData<int, LexicalOptions>();
        LexicalOptions[] all =
        [
            new(),
            new() { K1 = 0.9, Fields = [new("text") { LengthNormalization = 0.4 }], Analyzer = StandardAnalyzer.English },
            new() { Fields = [new("title") { Weight = 2.5, LengthNormalization = 0.3 }, new("body")] },
            new() { K1 = 0, Fields = [new("a"), new("b") { LengthNormalization = 0 }, new("c") { LengthNormalization = 1, Weight = 0.25 }], BufferedTerms = 1_000 },
        ];
        for (var i = 0; i < 3 * all.Length; i++)
            data.Add(i, all[i % all.Length]);
        return data;
    }

    [Theory, MemberData(nameof(Indexes))]
    public void Every_query_finds_what_the_obvious_search_finds_with_the_same_scores(int seed, LexicalOptions options)
    {
        var text = new RandomText(new Seed((ulong)seed));
        var documents = Enumerable.Range(0, 40 + (seed * 25)).Select(i => text.Document(options, i)).ToList();
        using var index = Indexed(options, documents, seed % 2 == 0 ? 1 : 7);
        var slow = new SlowIndex(options, documents);
        for (var round = 0; round < 40; round++)
            Agree(index.Current, slow, text.Query(options), 1 + text.Next(25), round % 3 == 0 ? key => key.Length % 2 == 0 || key.EndsWith('3') : null);
    }

    [Fact]
    public void Long_lists_of_several_blocks_and_windows_give_the_same()
    {
        var options = new LexicalOptions();
        var text = new RandomText(new Seed(99));
        var documents = Enumerable.Range(0, 10_000).Select(i => text.Document(options, i, 6)).ToList();
        using var index = Indexed(options, documents, 2);
        var snapshot = index.Merge();
        var all = new SearchHit[documents.Count];
        for (var round = 0; round < 40; round++)
        {
            var query = round % 4 == 0 ? text.Query(options) : new MatchQuery(text.Words(5));
            var every = snapshot.Search(query, all);
            foreach (var k in (int[])[1, 10, 100])
                Assert.Equal(all[..Math.Min(k, every)], snapshot.Search(query, k));
            Assert.Equal(every, snapshot.Count(query));
        }
    }

    [Theory, MemberData(nameof(Indexes))]
    public void Changing_and_joining_gives_what_building_anew_gives(int seed, LexicalOptions options)
    {
        var text = new RandomText(new Seed((ulong)seed + 1000));
        var live = new Dictionary<string, LexicalDocument>();
        var order = new List<string>();
        using var index = LexicalIndex.InMemory(options with { Merging = new MergePolicy { Factor = 2 + (seed % 3), SmallestDocuments = 5 } });
        for (var step = 0; step < 400; step++)
        {
            var key = text.Next(120);
            if (text.Next(4) == 0)
            {
                Assert.Equal(live.Remove($"k{key}"), index.Delete($"k{key}"));
                order.Remove($"k{key}");
            }
            else
            {
                var document = text.Document(options, key, 8);
                index.Add(document);
                live[document.Key] = document;
                order.Remove(document.Key);
                order.Add(document.Key);
            }

            if (text.Next(10) == 0)
            {
                var snapshot = index.Refresh();
                Assert.Equal(live.Count, snapshot.DocumentCount);
                Assert.Equal(order, snapshot.Search(new AllQuery(), 1000).Select(h => snapshot.Key(h.Document)));
                Assert.All(order, k => Assert.Equal(k, snapshot.Key(snapshot.Find(k))));
                Assert.Equal(-1, snapshot.Find("nobody"));
            }
        }

        var joined = index.Merge();
        Assert.InRange(joined.SegmentCount, 0, 1);
        var slow = new SlowIndex(options, order.Select(k => live[k]));
        for (var round = 0; round < 40; round++)
            Agree(joined, slow, text.Query(options), 10, null);
    }

    [Fact]
    public void An_index_does_not_depend_on_how_it_was_cut_into_segments()
    {
        var options = new LexicalOptions { Fields = [new("a"), new("b") { Weight = 3 }] };
        var text = new RandomText(new Seed(7));
        var documents = Enumerable.Range(0, 500).Select(i => text.Document(options, i)).ToList();
        using var one = Indexed(options, documents, 1);
        using var many = Indexed(options, documents, 9);
        for (var round = 0; round < 100; round++)
        {
            var query = text.Query(options);
            Assert.Equal(one.Current.Search(query, 20), many.Current.Search(query, 20));
        }

        Assert.Equal(one.Current.Bytes, many.Merge().Bytes);
    }

    [Fact]
    public void An_explanation_adds_up_to_the_score()
    {
        var options = new LexicalOptions { Fields = [new("title") { Weight = 2 }, new("body")] };
        var text = new RandomText(new Seed(11));
        using var index = Indexed(options, [.. Enumerable.Range(0, 200).Select(i => text.Document(options, i))], 3);
        for (var round = 0; round < 100; round++)
        {
            var query = text.Query(options);
            foreach (var hit in index.Current.Search(query, 5))
            {
                var explanation = index.Current.Explain(query, hit.Document)!;
                Assert.Equal(hit.Score, explanation.Value);
                Assert.Equal(hit.Score, Leaves(explanation).Sum(l => l.Value));
            }
        }

        Assert.Null(index.Current.Explain(new TermQuery("nowhere"), 0));
    }

    [Fact]
    public void The_formula_is_the_textbooks()
    {
        using var index = LexicalIndex.InMemory();
        index.Add("1", "cat cat dog");
        index.Add("2", "cat bird bird bird");
        index.Add("3", "fish");
        var hit = index.Refresh().Search(new TermQuery("cat"), 1)[0];
        var idf = Math.Log(1 + ((3 - 2 + 0.5) / (2 + 0.5)));
        Assert.Equal(idf * 2 / (2 + (1.2 * (1 - 0.75 + (0.75 * 3 / (8 / 3.0))))), hit.Score, 1e-12);
        Assert.Equal("1", index.Current.Key(hit.Document));
    }

    private static IEnumerable<ScoreExplanation> Leaves(ScoreExplanation explanation) => explanation.Parts.Count == 0 ? [explanation] : explanation.Parts.SelectMany(Leaves);

    private static LexicalIndex Indexed(LexicalOptions options, List<LexicalDocument> documents, int segments)
    {
        var index = LexicalIndex.InMemory(options);
        for (var i = 0; i < documents.Count; i++)
        {
            index.Add(documents[i]);
            if ((i + 1) % Math.Max(1, documents.Count / segments) == 0 && segments > 1)
                index.Refresh();
        }

        index.Refresh();
        return index;
    }

    private static void Agree(LexicalSnapshot snapshot, SlowIndex slow, LexicalQuery query, int count, Func<string, bool>? filter)
    {
        var bound = snapshot.Compile(query).MaxScore;
        var expected = slow.Search(query, bound, count, filter);
        var found = snapshot.Search(query, count, filter is null ? null : snapshot.Where(filter)).Select(h => (snapshot.Key(h.Document), h.Score)).ToList();
        Assert.Equal(expected, found);
        if (filter is null)
            Assert.Equal(slow.Search(query, bound, int.MaxValue).Count, snapshot.Count(query));
    }
}
