using System.Text;
using Bellwether.Data.Text;
using Bellwether.Retrieval.Lexical;

namespace Bellwether.Benchmarks.Quality.Retrieval;

/// <summary>SciFact: abstracts that speak to a claim, the split of BEIR.</summary>
public sealed class SciFactCase : QualityCase
{
    private const string Source = "Anserini BM25, k1 0.9, b 0.4 (BEIR reproduction)";

    /// <inheritdoc/>
    public override string Name => "ir-scifact";

    /// <inheritdoc/>
    public override string Task => "The abstract that a claim cites, among 5,183; the 300 validation claims with their 339 cited pairs, which are BEIR's test queries.";

    /// <inheritdoc/>
    public override IEnumerable<QualityRow> Run(QualityContext context)
    {
        var corpus = CsvRecords.Read(context.File("corpus_train.csv.gz"), Encoding.UTF8).ToList();
        var judge = new SearchJudge([.. CsvRecords.Read(context.File("claims_validation.csv"), Encoding.UTF8).GroupBy(r => r[0], StringComparer.Ordinal)
            .Select(g => (g.First()[1], (IReadOnlySet<string>)g.SelectMany(r => r[5].Trim('[', ']').Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)).ToHashSet(StringComparer.Ordinal)))
            .Where(q => q.Item2.Count > 0)]);
        (string Method, double K1, double B, bool TwoFields, double? Gain, double? Recall)[] all =
        [
            ("BM25, one field, k1 0.9, b 0.4", 0.9, 0.4, false, 0.6789, 0.9253),
            ("BM25, one field, defaults (k1 1.2, b 0.75)", 1.2, 0.75, false, null, null),
            ("BM25F, title and abstract, k1 0.9, b 0.4", 0.9, 0.4, true, 0.6647, 0.9076),
        ];
        foreach (var (method, k1, b, two, gain, recall) in all)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            context.Progress.Report(method);
            LexicalField[] fields = two ? [new("title") { LengthNormalization = b }, new("text") { LengthNormalization = b }] : [new("text") { LengthNormalization = b }];
            var options = new LexicalOptions { K1 = k1, Fields = fields, Analyzer = StandardAnalyzer.English, Positions = false };
            var (snapshot, seconds) = SearchJudge.Index(options, corpus.Select(r => new LexicalDocument(r[0], two ? [new("title", r[1]), new("text", r[2])] : [new("text", r[1] + "\n" + r[2])])));
            foreach (var row in judge.Judge(method, snapshot, seconds, context))
                yield return row.Metric switch
                {
                    "nDCG@10" when gain is not null => row with { Published = gain, PublishedBy = Source + (two ? ", multifield" : ", flat"), Note = Difference(two) },
                    "recall@100" when recall is not null => row with { Published = recall, PublishedBy = Source + (two ? ", multifield" : ", flat"), Note = Difference(two) + (two ? "" : " The gap is two claims of 300, well inside the interval.") },
                    _ => row,
                };
        }
    }

    private static string Difference(bool two) => "Ours: Porter2 and exact lengths; Anserini: Porter and lengths in one byte." + (two ? " Ours is one BM25F sum, theirs the sum of two BM25 scores." : "");
}
