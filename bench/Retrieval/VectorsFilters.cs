using System.Globalization;
using Bellwether.Data.Models;
using Bellwether.Numerics.LinearAlgebra;
using Bellwether.Numerics.Random;
using Bellwether.Retrieval.Hnsw;
using Bellwether.Retrieval.VectorSearch;

namespace Bellwether.Bench.Retrieval;

/// <summary>Filtered searches at several selectivities: recall against exact search with the same filter, and queries per second.</summary>
public static class VectorsFilters
{
    public static int Run(Vectors vectors, Vectors queries, int links, int effort)
    {
        var context = new FitContext(new Seed(1));
        var (exact, index) = (new ExactSearch().Build(vectors, [], context), new HnswSearch { Links = links, BuildEffort = effort }.Build(vectors, [], context with { Threads = 2 }));
        var found = new Neighbor[10];
        Console.WriteLine("| selectivity | filter | ef | recall@10 | queries/s |\n|---|---|---|---|---|");
        foreach (var share in new[] { 0.001, 0.01, 0.05, 0.1, 0.2, 0.5, 0.9 })
        {
            var stream = new Seed(7).Stream();
            var chosen = Enumerable.Range(0, vectors.Count).Where(_ => stream.NextBool(share)).Select(i => (long)i).ToArray();
            var set = IdFilter.Of(chosen);
            var hash = chosen.ToHashSet();
            var truth = exact.SearchAll(queries, 10, 2, new SearchOptions { Filter = set });
            foreach (var (name, filter) in new[] { ("set", set), ("predicate", IdFilter.Where(hash.Contains)) })
                foreach (var ef in new[] { 40, 80, 160 })
                {
                    var recall = 0.0;
                    var started = ProcessorTime.OfThread();
                    for (var q = 0; q < queries.Count; q++)
                        recall += VectorsRace.Recall(found, index.Search(queries[q], found, new SearchOptions { Effort = ef, Filter = filter }), truth[q]);
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                        $"| {share:P1} | {name} | {ef} | {recall / queries.Count:F4} | {queries.Count / (ProcessorTime.OfThread() - started).TotalSeconds:F0} |"));
                }
        }

        return 0;
    }
}
