using System.Diagnostics;
using System.Globalization;
using System.Text;
using Bellwether.Data.Text;
using Bellwether.Evaluation.Intervals;
using Bellwether.Retrieval.Lexical;
using Bellwether.Retrieval.Lexical.Queries;

namespace Bellwether.Benchmarks.Quality.Retrieval;

/// <summary>Home Depot product search: how well the titles alone rank the products that raters judged for a search term.</summary>
public sealed class HomeDepotSearchCase : QualityCase
{
    /// <inheritdoc/>
    public override string Name => "search-homedepot";

    /// <inheritdoc/>
    public override string Task => "The judged products of each search term ranked by the title alone; search terms whose judgments differ. nDCG with gain relevance - 1 over all judged products of the term.";

    /// <inheritdoc/>
    public override IEnumerable<QualityRow> Run(QualityContext context)
    {
        var rows = CsvRecords.Read(context.File("train.csv.gz"), Encoding.Latin1)
            .Select(r => (Product: r[1], Title: r[2], Term: r[3], Relevance: double.Parse(r[4], CultureInfo.InvariantCulture))).ToList();
        var terms = rows.GroupBy(r => r.Term, StringComparer.Ordinal).Where(g => g.Select(r => r.Relevance).Distinct().Count() > 1).ToList();
        var bootstrap = new Bootstrap { Seed = context.Seed, Threads = context.Threads };
        (string Method, StandardAnalyzer? Analyzer)[] all = [("order of the file", null), ("BM25 of the title", new StandardAnalyzer()), ("BM25 of the title, stems", StandardAnalyzer.English)];
        foreach (var (method, analyzer) in all)
        {
            context.Progress.Report(method);
            var started = Stopwatch.GetTimestamp();
            var values = new List<double>();
            var snapshot = analyzer is null ? null : SearchJudge.Index(new LexicalOptions { Analyzer = analyzer, Positions = false },
                rows.DistinctBy(r => r.Product).Select(r => new LexicalDocument(r.Product, [new("text", r.Title)]))).Snapshot;
            foreach (var term in terms)
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                IEnumerable<(string Product, string Title, string Term, double Relevance)> ranked = snapshot is null ? term : term.OrderByDescending(r => snapshot.Explain(new MatchQuery(r.Term), snapshot.Find(r.Product))?.Value ?? 0);
                values.Add(Gain(ranked.Select(r => r.Relevance)) / Gain(term.Select(r => r.Relevance).OrderDescending()));
            }

            yield return new QualityRow(method, "nDCG", bootstrap.Mean(values, context.CancellationToken), true, Stopwatch.GetElapsedTime(started).TotalSeconds)
            {
                PublishedBy = "none comparable: the competition scored RMSE of predicted relevance",
            };
        }
    }

    private static double Gain(IEnumerable<double> relevance) => relevance.Select((r, i) => (r - 1) / Math.Log2(i + 2)).Sum();
}
