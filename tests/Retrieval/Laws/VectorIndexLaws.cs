using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Numerics.LinearAlgebra;
using Bellwether.Retrieval.InvertedFile;
using Bellwether.Retrieval.VectorSearch;
using static Bellwether.Retrieval.Tests.Laws.VectorIndexes;

namespace Bellwether.Retrieval.Tests.Laws;

/// <summary>What every vector index of the library must answer, found by reflection: a new one is tested the moment it exists.</summary>
public sealed class VectorIndexLaws
{
    private const int Dimension = 20;

    internal static ArtifactFormats Formats { get; } = new(RetrievalFormats.All);

    public static TheoryData<string> All => [.. Names];

    [Fact]
    public void Every_recipe_has_an_example()
    {
        Assert.NotEmpty(Types);
        var tested = Names.Select(n => Named(n).GetType()).ToHashSet();
        Assert.All(Types, type => Assert.True(tested.Contains(type), $"{type.Name} must have an example in VectorIndexes, because it has no default arguments."));
    }

    [Theory, MemberData(nameof(All))]
    public void Build_gives_the_same_bytes_for_the_same_seed_at_any_number_of_threads(string name)
    {
        var points = Points(3000, 12);
        var first = ArtifactFormats.Save(Named(name).Build(points, [], Context(1)));
        Assert.Equal(first, ArtifactFormats.Save(Named(name).Build(points, [], Context(2))));
        Assert.Equal(first, ArtifactFormats.Save(Named(name).Build(points, [], Context(5))));
    }

    [Theory, MemberData(nameof(All))]
    public void Search_finds_the_nearest_with_their_true_distances(string name)
    {
        var (index, points) = (Built(name, 2000), Points(2000, Dimension));
        var hits = 0;
        for (var q = 0; q < 50; q++)
        {
            var query = Point(100_000 + q, Dimension);
            var truth = Enumerable.Range(0, 2000).Select(i => (Id: (long)i, Far: Distance(index.Metric, query, points[i]))).OrderBy(t => t.Far).Take(10).ToArray();
            var found = index.Search(query, 10, new SearchOptions { Effort = 100 });
            Assert.Equal(10, found.Length);
            Assert.Equal(10, found.Select(f => f.Id).Distinct().Count());
            Assert.Equal(found.Select(f => f.Distance).Order(), found.Select(f => f.Distance));
            Assert.All(found, f => Assert.Equal(Distance(index.Metric, query, points[(int)f.Id]), f.Distance, 1e-3));
            hits += found.Count(f => truth.Any(t => t.Id == f.Id));
        }

        Assert.True(hits >= (name.StartsWith("exact", StringComparison.Ordinal) ? 500 : 470), $"recall@10 {hits / 500.0}");
    }

    [Theory, MemberData(nameof(All))]
    public void Search_finds_all_when_k_is_larger_than_the_index(string name)
    {
        var index = Built(name, 150);
        Assert.Equal(Enumerable.Range(0, 150).Select(i => (long)i), index.Search(Point(5, Dimension), 1000).Select(f => f.Id).Order());
        Assert.Equal(0, index.Search(Point(5, Dimension), Span<Neighbor>.Empty));
    }

    [Theory, MemberData(nameof(All))]
    public void An_empty_index_finds_nothing_and_takes_vectors_or_says_that_it_must_learn(string name)
    {
        var none = new Vectors(ReadOnlyMemory<float>.Empty, Dimension);
        if (Named(name) is IvfPqSearch learning)
        {
            Assert.Contains("must", Assert.Throws<TrainingException>(() => learning.Build(none, [], Context())).Message, StringComparison.Ordinal);
            return;
        }

        var index = Named(name).Build(none, [], Context());
        Assert.Equal(0, index.Count);
        Assert.Equal(0, index.Search(Point(1, Dimension), new Neighbor[3]));
        Assert.Equal(0, Formats.Load<IVectorIndex>(ArtifactFormats.Save(index)).Search(Point(1, Dimension), new Neighbor[3]));
        for (var i = 0; i < 200; i++)
            index.Set(i, Point(i, Dimension));
        Assert.Equal(200, index.Count);
        for (var i = 0; i < 200; i += 20)
            Assert.Equal(index.Metric == Metric.InnerProduct ? index.Search(Point(i, Dimension), 1)[0].Id : i, index.Search(Point(i, Dimension), 1)[0].Id);
    }

    [Theory, MemberData(nameof(All))]
    public void Equal_vectors_are_all_found(string name)
    {
        var values = Enumerable.Range(0, 120).SelectMany(i => Point(i < 60 ? 7 : 3, Dimension)).ToArray();
        var index = Named(name).Build(new Vectors(values, Dimension), [], Context());
        if (index.Metric != Metric.InnerProduct)
            Assert.Equal(Enumerable.Range(0, 60).Select(i => (long)i), index.Search(Point(7, Dimension), 60, new SearchOptions { Effort = 120 }).Select(f => f.Id).Order());
        Assert.Equal(120, index.Search(Point(7, Dimension), 120).Length);
    }

    [Theory, MemberData(nameof(All))]
    public void What_is_no_vector_is_refused_and_changes_nothing(string name)
    {
        var index = Built(name, 100);
        var before = ArtifactFormats.Save(index);
        var (found, zeros) = (new Neighbor[3], new float[Dimension]);
        foreach (var odd in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            var vector = Point(1, Dimension);
            vector[3] = odd;
            Assert.Contains("must", Assert.Throws<ArgumentException>(() => index.Search(vector, found)).Message, StringComparison.Ordinal);
            Assert.Contains("must", Assert.Throws<ArgumentException>(() => index.Set(5, vector)).Message, StringComparison.Ordinal);
            var values = Points(50, Dimension).Values.ToArray();
            values[77] = odd;
            Assert.Contains("must", Assert.Throws<TrainingException>(() => Named(name).Build(new Vectors(values, Dimension), [], Context())).Message, StringComparison.Ordinal);
        }

        Assert.Contains("dimension", Assert.Throws<ArgumentException>(() => index.Search(new float[Dimension + 1], found)).Message, StringComparison.Ordinal);
        Assert.Contains("dimension", Assert.Throws<ArgumentException>(() => index.Set(5, new float[1])).Message, StringComparison.Ordinal);
        if (index.Metric == Metric.Cosine)
        {
            Assert.Contains("zeros", Assert.Throws<ArgumentException>(() => index.Search(zeros, found)).Message, StringComparison.Ordinal);
            Assert.Contains("zeros", Assert.Throws<ArgumentException>(() => index.Set(5, zeros)).Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(3, index.Search(zeros, found));
            Assert.Contains("squared length", Assert.Throws<ArgumentException>(() => index.Set(5, [.. Enumerable.Repeat(1e30f, Dimension)])).Message, StringComparison.Ordinal);
        }

        Assert.Throws<ArgumentException>(() => Named(name).Build(Points(3, Dimension), [1, 2, 1], Context()));
        Assert.Throws<ArgumentException>(() => Named(name).Build(Points(3, Dimension), [1, 2], Context()));
        Assert.Equal(before, ArtifactFormats.Save(index));
    }

    [Theory, MemberData(nameof(All))]
    public void Build_stops_when_asked(string name) =>
        Assert.ThrowsAny<OperationCanceledException>(() => Named(name).Build(Points(300, Dimension), [], Context(1, new CancellationToken(canceled: true))));

    [Theory, MemberData(nameof(All))]
    public void Build_copies_its_vectors_and_leaves_them_untouched(string name)
    {
        var values = Points(200, Dimension).Values.ToArray();
        var before = (float[])values.Clone();
        var index = Named(name).Build(new Vectors(values, Dimension), [], Context());
        Assert.Equal(before, values);
        var answer = index.Search(Point(4, Dimension), 5);
        Array.Clear(values);
        Assert.Equal(answer, index.Search(Point(4, Dimension), 5));
    }

    [Theory, MemberData(nameof(All))]
    public void Filters_are_respected_exactly_and_hide_nothing(string name)
    {
        var (index, found) = (Built(name, 1500), new Neighbor[10]);
        foreach (var share in new[] { 1500, 300, 60, 9, 2, 1 })
        {
            bool Passes(long id) => id % share == 0;
            var ids = Enumerable.Range(0, 1500).Select(i => (long)i).Where(Passes).ToArray();
            foreach (var filter in new[] { IdFilter.Of(ids), IdFilter.Where(Passes), IdFilter.Of([.. ids, long.MaxValue, long.MinValue, -7]) })
                for (var q = 0; q < 10; q++)
                {
                    var count = index.Search(Point(50_000 + q, Dimension), found, new SearchOptions { Filter = filter, Effort = 40 });
                    Assert.Equal(Math.Min(10, ids.Length), count);
                    Assert.All(found[..count], f => Assert.True(Passes(f.Id)));
                    Assert.Equal(count, found[..count].Select(f => f.Id).Distinct().Count());
                    if (ids.Length <= 10)
                        Assert.Equal(ids, found[..count].Select(f => f.Id).Order());
                }
        }

        Assert.Equal(0, index.Search(Point(1, Dimension), found, new SearchOptions { Filter = IdFilter.Of() }));
        Assert.Equal(0, index.Search(Point(1, Dimension), found, new SearchOptions { Filter = IdFilter.Where(_ => false) }));
    }

    [Theory, MemberData(nameof(All))]
    public void Search_allocates_nothing(string name)
    {
        var (index, query, found) = (Built(name), Point(12_345, Dimension), new Neighbor[10]);
        var filtered = new SearchOptions { Filter = IdFilter.Of([.. Enumerable.Range(0, 600).Where(i => i % 2 == 0).Select(i => (long)i)]), Effort = 3 };
        for (var i = 0; i < 100; i++)
            index.Search(query, found, i % 2 == 0 ? filtered : default);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            index.Search(query, found, i % 2 == 0 ? filtered : default);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory, MemberData(nameof(All))]
    public void Batches_give_the_answers_of_single_searches(string name)
    {
        var (index, queries) = (Built(name), Points(37, Dimension, 9000));
        var answers = index.SearchAll(queries, 7, threads: 2);
        for (var q = 0; q < queries.Count; q++)
            Assert.Equal(index.Search(queries[q], 7), answers[q]);
        var filtered = new SearchOptions { Filter = IdFilter.Where(id => id % 5 == 0), Effort = 9 };
        Assert.Equal(index.Search(queries[3], 700, filtered), index.SearchAll(queries, 700, threads: 3, filtered)[3]);
        Assert.Throws<ArgumentException>(() => index.SearchAll(new Vectors(new float[] { 1, float.NaN }, 1), 3));
        Assert.ThrowsAny<OperationCanceledException>(() => index.SearchAll(queries, 7, cancellationToken: new CancellationToken(canceled: true)));
    }
}
