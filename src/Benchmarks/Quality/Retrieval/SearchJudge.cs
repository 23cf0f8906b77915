using System.Diagnostics;
using Bellwether.Evaluation.Intervals;
using Bellwether.Retrieval.Lexical;
using Bellwether.Retrieval.Lexical.Queries;
using Bellwether.Retrieval.Lexical.Search;

namespace Bellwether.Benchmarks.Quality.Retrieval;

/// <summary>Judges a search on queries with known relevant documents: nDCG@10 (binary gain), average precision to depth 1,000, recall@100, each a mean over queries.</summary>
/// <param name="Queries">The text of each query and the keys of its relevant documents, at least one.</param>
internal sealed record SearchJudge(IReadOnlyList<(string Text, IReadOnlySet<string> Relevant)> Queries)
{
    private const int Depth = 1_000;

    /// <summary>One row per metric.</summary>
    public IEnumerable<QualityRow> Judge(string method, LexicalSnapshot snapshot, double seconds, QualityContext context)
    {
        var (gains, precisions, recalls, hits) = (new List<double>(), new List<double>(), new List<double>(), new SearchHit[Depth]);
        var started = Stopwatch.GetTimestamp();
        foreach (var (text, relevant) in Queries)
        {
            var count = snapshot.Search(new MatchQuery(text), hits, null, context.CancellationToken);
            var ranks = new List<int>();
            for (var i = 0; i < count; i++)
                if (relevant.Contains(snapshot.Key(hits[i].Document)))
                    ranks.Add(i + 1);
            gains.Add(ranks.Where(r => r <= 10).Sum(r => 1 / Math.Log2(r + 1)) / Enumerable.Range(1, Math.Min(10, relevant.Count)).Sum(r => 1 / Math.Log2(r + 1)));
            precisions.Add(ranks.Select((r, i) => (i + 1.0) / r).Sum() / relevant.Count);
            recalls.Add(ranks.Count(r => r <= 100) / (double)relevant.Count);
        }

        seconds += Stopwatch.GetElapsedTime(started).TotalSeconds;
        var bootstrap = new Bootstrap { Seed = context.Seed, Threads = context.Threads };
        yield return new QualityRow(method, "nDCG@10", bootstrap.Mean(gains, context.CancellationToken), true, seconds);
        yield return new QualityRow(method, "MAP", bootstrap.Mean(precisions, context.CancellationToken), true, seconds);
        yield return new QualityRow(method, "recall@100", bootstrap.Mean(recalls, context.CancellationToken), true, seconds);
    }

    /// <summary>Indexes documents in memory.</summary>
    public static (LexicalSnapshot Snapshot, double Seconds) Index(LexicalOptions options, IEnumerable<LexicalDocument> documents)
    {
        var started = Stopwatch.GetTimestamp();
        using var index = LexicalIndex.InMemory(options);
        foreach (var document in documents)
            index.Add(document);
        return (index.Refresh(), Stopwatch.GetElapsedTime(started).TotalSeconds);
    }
}
