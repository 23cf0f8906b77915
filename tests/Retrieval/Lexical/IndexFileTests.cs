using Bellwether.Data.Formats;
using Bellwether.Data.Text;
using Bellwether.Numerics.Random;
using Bellwether.Retrieval.Lexical;
using Bellwether.Retrieval.Lexical.Queries;
using Bellwether.Retrieval.Lexical.Search;
using Bellwether.Retrieval.Lexical.Segments;
using Bellwether.Retrieval.Lexical.Writing;

namespace Bellwether.Retrieval.Tests.Lexical;

public sealed class IndexFileTests : IDisposable
{
    private static readonly LexicalOptions s_options = new() { Fields = [new("title") { Weight = 2 }, new("body")], Merging = new MergePolicy { Factor = 3, SmallestDocuments = 4 } };

    private readonly string _path = Directory.CreateTempSubdirectory("bellwether-lexical-").FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public void What_was_committed_is_found_again()
    {
        var random = new RandomText(new Seed(1));
        SearchHit[][] before;
        var queries = Enumerable.Range(0, 30).Select(_ => random.Query(s_options)).ToList();
        using (var index = LexicalIndex.Open(_path, s_options))
        {
            for (var i = 0; i < 200; i++)
            {
                index.Add(random.Document(s_options, i % 150));
                if (i % 20 == 0)
                    index.Commit();
            }

            index.Delete("k7");
            before = [.. queries.Select(q => index.Commit().Search(q, 20))];
            index.Add(random.Document(s_options, 999));
        }

        using var again = LexicalIndex.Open(_path, s_options);
        Assert.Equal(before, queries.Select(q => again.Current.Search(q, 20)));
        Assert.Equal(before, queries.Select(q => LexicalIndex.OpenSnapshot(_path, s_options).Search(q, 20)));
        Assert.Equal(-1, again.Current.Find("k999"));
        Assert.Equal(-1, again.Current.Find("k7"));
        Assert.Throws<IOException>(() => LexicalIndex.Open(_path, s_options));
        var joined = again.Merge();
        again.Commit();
        Assert.Equal(1, joined.SegmentCount);
        Assert.Single(Directory.EnumerateFiles(_path, "*.segment"));
        Assert.Empty(Directory.EnumerateFiles(_path, "*.live"));
    }

    [Fact]
    public void A_crash_at_any_step_of_a_commit_leaves_the_index_before_or_after_it()
    {
        for (var crash = 0; ; crash++)
        {
            var folder = Path.Combine(_path, $"{crash}");
            var random = new RandomText(new Seed(3));
            using (var index = LexicalIndex.Open(folder, s_options))
            {
                for (var i = 0; i < 12; i++)
                {
                    index.Add(random.Document(s_options, i));
                    if (i % 4 == 3)
                        index.Commit();
                }
            }

            var (step, crashed) = (0, false);
            using (var index = LexicalIndex.Open(folder, s_options, (_, _) =>
            {
                if (step++ != crash || crashed)
                    return;
                crashed = true;
                throw new InvalidOperationException("crash");
            }))
            {
                for (var i = 8; i < 20; i++)
                    index.Add(random.Document(s_options, i));
                index.Delete("k1");
                try
                {
                    index.Commit();
                }
                catch (InvalidOperationException)
                {
                    // The process dies here: nothing more is written.
                }
            }

            using (var after = LexicalIndex.Open(folder, s_options))
            {
                Assert.True(after.Current.DocumentCount is 12 or 19, $"{after.Current.DocumentCount} documents after a crash at step {crash}");
                Assert.Equal(after.Current.DocumentCount == 12, after.Current.Find("k1") >= 0);
                Assert.DoesNotContain(Directory.EnumerateFiles(folder), f => f.EndsWith(".new", StringComparison.Ordinal));
                after.Add(random.Document(s_options, 77));
                Assert.True(after.Commit().Find("k77") >= 0);
            }

            if (!crashed)
            {
                Assert.InRange(crash, 10, 1_000);
                return;
            }
        }
    }

    [Fact]
    public void A_commit_that_failed_can_be_repeated()
    {
        var failures = 3;
        using var index = LexicalIndex.Open(_path, s_options, (step, _) =>
        {
            if (step == IndexStep.Written && failures-- > 0)
                throw new IOException("disk full");
        });
        index.Add(new LexicalDocument("a", [new("body", "one two")]));
        for (var i = 0; i < 3; i++)
            Assert.Throws<IOException>(() => index.Commit());
        index.Commit();
        Assert.True(LexicalIndex.OpenSnapshot(_path, s_options).Find("a") >= 0);
    }

    [Fact]
    public void Damaged_files_are_named_and_never_crash_a_search()
    {
        var random = new RandomText(new Seed(5));
        using (var index = LexicalIndex.Open(_path, s_options))
        {
            for (var i = 0; i < 400; i++)
                index.Add(random.Document(s_options, i));
            index.Commit();
            index.Delete("k3");
            index.Commit();
        }

        var stream = new Seed(6).Stream();
        foreach (var path in Directory.EnumerateFiles(_path).Where(f => Path.GetFileName(f) != IndexDirectory.Lock).ToList())
        {
            var good = File.ReadAllBytes(path);
            for (var round = 0; round < 60; round++)
            {
                var bad = (byte[])good.Clone();
                if (round % 3 == 0)
                    bad = bad[..stream.NextInt(bad.Length)];
                else
                    bad[stream.NextInt(bad.Length)] ^= (byte)(1 + stream.NextInt(255));
                File.WriteAllBytes(path, bad);
                var padding = Path.GetExtension(path) == ".segment";
                if (Record(() => LexicalIndex.OpenSnapshot(_path, s_options)) is { } error)
                    Assert.Contains(Path.GetFileName(path), Assert.IsType<ModelFormatException>(error).Message, StringComparison.Ordinal);
                else
                    Assert.True(padding, "only the padding between sections may change unseen");
            }

            File.WriteAllBytes(path, good);
        }

        File.Delete(Directory.EnumerateFiles(_path, "*.segment").First());
        Assert.IsType<FileNotFoundException>(Record(() => LexicalIndex.OpenSnapshot(_path, s_options)));
    }

    [Fact]
    public void Hostile_bytes_with_right_checksums_give_an_error_or_an_answer()
    {
        var random = new RandomText(new Seed(8));
        using var index = LexicalIndex.InMemory(s_options);
        for (var i = 0; i < 600; i++)
            index.Add(random.Document(s_options, i));
        var good = index.Merge().Segments[0].Segment.Memory.Pieces().SelectMany(p => p.ToArray()).ToArray();
        var stream = new Seed(9).Stream();
        LexicalQuery[] queries = [.. Enumerable.Range(0, 12).Select(_ => random.Query(s_options)), new MatchQuery("alpha beta gamma alps"), new PhraseQuery("alpha alpha"), new PrefixQuery(""), new FuzzyQuery("alpha")];
        var errors = 0;
        for (var round = 0; round < 1_500; round++)
        {
            var bad = (byte[])good.Clone();
            for (var i = stream.NextInt(3); i >= 0; i--)
                bad[stream.NextInt(2) == 0 ? SegmentFormat.HeaderBytes + stream.NextInt(bad.Length - SegmentFormat.HeaderBytes) : stream.NextInt(bad.Length)] = stream.NextInt(3) == 0 ? (byte)255 : (byte)stream.NextInt(256);
            try
            {
                // Not verified: as if the checksums had been made to agree. The header's own checksum is mended for real.
                SegmentForgery.MendHeader(bad);
                var segment = new Segment(SegmentMemory.Copy([bad], bad.Length), "forged");
                if (segment.FieldCount != 2)
                    continue;
                var snapshot = new LexicalSnapshot(s_options, [(segment, LiveDocuments.All(segment.DocumentCount))]);
                foreach (var query in queries)
                    foreach (var hit in snapshot.Search(query, 10))
                        Assert.True(double.IsFinite(hit.Score) && snapshot.Key(hit.Document) is not null);
                snapshot.Find("k5");
                SegmentMerger.Merge([(segment, LiveDocuments.All(segment.DocumentCount))], true);
            }
            catch (ModelFormatException error)
            {
                Assert.Contains("forged", error.Message, StringComparison.Ordinal);
                errors++;
            }
        }

        Assert.InRange(errors, 50, 1_499);
    }

    [Fact]
    public void An_index_opens_only_as_it_was_built()
    {
        using (var index = LexicalIndex.Open(_path, s_options))
            index.Commit();
        var error = Assert.Throws<ArgumentException>(() => LexicalIndex.Open(_path, s_options with { Analyzer = StandardAnalyzer.English }));
        Assert.Contains("analyzer", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => LexicalIndex.Open(_path, s_options with { Fields = [new("body")] }));
        using var same = LexicalIndex.Open(_path, s_options with { K1 = 2 });
        Assert.Equal(0, same.Current.DocumentCount);
    }

    [Fact]
    public async Task Readers_see_whole_snapshots_while_a_writer_writes()
    {
        using var index = LexicalIndex.Open(_path, s_options);
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            var searches = 0;
            do
            {
                // Every batch of a generation is added and made visible at once: a snapshot holds one generation alone.
                var snapshot = index.Current;
                var hits = snapshot.Search(new PrefixQuery("g"), 1_000);
                var words = hits.Select(h => snapshot.Explain(new TermQuery($"g{snapshot.Search(new AllQuery(), 1_000).Length}"), h.Document)).Count();
                Assert.True(hits.Length is 0 or 50, $"{hits.Length} documents");
                Assert.Equal(hits.Length, words);
                var generations = Enumerable.Range(0, 60).Count(g => snapshot.Count(new TermQuery($"g{g}")) == 50);
                Assert.True(hits.Length == 0 || generations == 1, $"{generations} generations");
                searches++;
            }
            while (!stop.IsCancellationRequested);

            return searches;
        })).ToList();
        for (var generation = 0; generation < 40; generation++)
        {
            for (var i = 0; i < 50; i++)
                index.Add(new LexicalDocument($"k{i}", [new("body", $"g{generation} word{i}")]));
            if (generation % 5 == 0)
                index.Commit();
            else
                index.Refresh();
            if (generation % 8 == 7)
                GC.Collect();
        }

        await stop.CancelAsync();
        foreach (var reader in readers)
            Assert.True(await reader > 0);
    }

    [Fact]
    public void A_new_document_is_found_within_a_second()
    {
        using var index = LexicalIndex.Open(_path, new LexicalOptions());
        var random = new RandomText(new Seed(10));
        for (var i = 0; i < 20_000; i++)
            index.Add($"k{i}", random.Words(8));
        index.Commit();
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        index.Add("new", "freshly added");
        Assert.Equal("new", index.Refresh() is var snapshot && snapshot.Search(new TermQuery("freshly"), 1) is [var hit] ? snapshot.Key(hit.Document) : null);
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 1);
    }

    private static Exception? Record(Action action) => Xunit.Record.Exception(action);
}
