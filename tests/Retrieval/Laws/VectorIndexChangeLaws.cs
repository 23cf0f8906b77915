using System.Collections.Concurrent;
using Bellwether.Data.Formats;
using Bellwether.Numerics.Random;
using Bellwether.Retrieval.VectorSearch;
using static Bellwether.Retrieval.Tests.Laws.VectorIndexes;

namespace Bellwether.Retrieval.Tests.Laws;

/// <summary>What every vector index must hold to while it grows, shrinks and is searched at once.</summary>
public sealed class VectorIndexChangeLaws
{
    private const int Dimension = 20;

    public static TheoryData<string> All => [.. Names];

    [Theory, MemberData(nameof(All))]
    public void What_was_removed_is_never_returned_and_the_rest_is_still_found(string name)
    {
        var index = Built(name, 800);
        for (var id = 0; id < 800; id++)
            if (id % 3 != 0)
            {
                Assert.True(index.Remove(id));
                Assert.False(index.Remove(id));
            }

        Assert.False(index.Remove(12_345));
        Assert.Equal(267, index.Count);
        Assert.Equal(Enumerable.Range(0, 267).Select(i => 3L * i), index.Search(Point(1, Dimension), 800).Select(f => f.Id).Order());
        for (var id = 0; id < 800 && index.Metric != Metric.InnerProduct; id += 3)
            Assert.Equal(id, index.Search(Point(id, Dimension), 1)[0].Id);
        for (var id = 0; id < 800; id++)
            index.Remove(id);
        Assert.Empty(index.Search(Point(1, Dimension), 5));
        index.Set(77, Point(77, Dimension));
        Assert.Equal(77, Assert.Single(index.Search(Point(1, Dimension), 5)).Id);
    }

    [Theory, MemberData(nameof(All))]
    public void An_id_has_one_vector_the_last_one_set(string name)
    {
        var index = Built(name, 100);
        for (var round = 0; round < 5; round++)
            for (var id = 0; id < 100; id += 7)
                index.Set(id, Point(id + (1000 * round) + 1000, Dimension));
        Assert.Equal(100, index.Count);
        var found = index.Search(Point(5000, Dimension), 500);
        Assert.Equal(100, found.Select(f => f.Id).Distinct().Count());
        var moved = found.Single(f => f.Id == 14);
        Assert.Equal(Distance(index.Metric, Point(5000, Dimension), Point(5014, Dimension)), moved.Distance, 1e-3);
    }

    [Theory, MemberData(nameof(All))]
    public void Replacing_for_ever_keeps_memory_bounded_and_recall(string name)
    {
        var index = Built(name, 500);
        var size = ArtifactFormats.Save(index).Length;
        for (var i = 0; i < 4000; i++)
        {
            Assert.True(index.Remove(i));
            index.Set(i + 500, Point(i + 500, Dimension));
        }

        Assert.Equal(500, index.Count);
        Assert.InRange(ArtifactFormats.Save(index).Length, 1, size * 2);
        var hits = 0;
        for (var q = 0; q < 40; q++)
        {
            var query = Point(100_000 + q, Dimension);
            var truth = Enumerable.Range(4000, 500).OrderBy(id => Distance(index.Metric, query, Point(id, Dimension))).Take(5).ToArray();
            hits += index.Search(query, 5, new SearchOptions { Effort = 100 }).Count(f => truth.Contains((int)f.Id));
        }

        Assert.True(hits >= 186, $"recall@5 after churn {hits / 200.0}");
    }

    [Theory, MemberData(nameof(All))]
    public void A_loaded_index_takes_changes_as_the_original_does(string name)
    {
        var index = Built(name, 300);
        for (var id = 0; id < 40; id++)
            index.Remove(id);
        var loaded = VectorIndexLaws.Formats.Load<IVectorIndex>(ArtifactFormats.Save(index));
        foreach (var one in new[] { index, loaded })
        {
            for (var id = 300; id < 600; id++)
                one.Set(id, Point(id, Dimension));
            one.Remove(299);
            Assert.Equal(559, one.Count);
            Assert.Equal(Enumerable.Range(40, 560).Where(i => i != 299).Select(i => (long)i), one.Search(Point(0, Dimension), 1000).Select(f => f.Id).Order());
        }
    }

    /// <summary>Point i depends on i alone, so a distance that belongs to another vector is seen: a slot filled anew under a search would show.</summary>
    [Theory, MemberData(nameof(All))]
    public async Task Searches_beside_changes_return_only_what_was_there_with_its_own_distance(string name)
    {
        var index = Built(name, 400);
        using var stop = new CancellationTokenSource();
        var wrong = new ConcurrentQueue<string>();
        var searches = 0;
        var readers = Enumerable.Range(0, 3).Select(r => Task.Factory.StartNew(() =>
        {
            var (stream, found) = (new Seed((ulong)r).Stream(), new Neighbor[8]);
            while (!stop.IsCancellationRequested)
            {
                var query = Point(stream.NextInt(5000), Dimension);
                var filter = stream.NextBool(0.5) ? IdFilter.Where(id => id % 3 != 1) : null;
                var count = index.Search(query, found, new SearchOptions { Filter = filter });
                for (var i = 0; i < count; i++)
                    if (Math.Abs(Distance(index.Metric, query, Point(found[i].Id, Dimension)) - found[i].Distance) > 2e-3 || (filter is not null && found[i].Id % 3 == 1))
                        wrong.Enqueue($"{found[i]}");
                Interlocked.Increment(ref searches);
            }
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        for (var i = 0; i < 1500 || (Volatile.Read(ref searches) < 300 && i < 20_000); i++)
        {
            index.Set(400 + i, Point(400 + i, Dimension));
            index.Remove(i);
            if (i % 50 == 0)
                Assert.DoesNotContain(index.Search(Point(i, Dimension), 20), f => f.Id <= i);
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Empty(wrong);
        Assert.True(searches > 0);
    }
}
