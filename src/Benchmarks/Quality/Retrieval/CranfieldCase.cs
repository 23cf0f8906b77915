using System.Globalization;
using System.IO.Compression;
using System.Text;
using Bellwether.Data.Text;
using Bellwether.Retrieval.Lexical;

namespace Bellwether.Benchmarks.Quality.Retrieval;

/// <summary>Cranfield 1400: questions of aerodynamicists, the oldest test collection.</summary>
public sealed class CranfieldCase : QualityCase
{
    /// <inheritdoc/>
    public override string Name => "ir-cranfield";

    /// <inheritdoc/>
    public override string Task => "Abstracts relevant to a question, among 1,400; 225 questions. Relevant: codes 1 to 4; the pairs marked -1, one per question, which the collection does not explain, are not relevant.";

    /// <inheritdoc/>
    public override IEnumerable<QualityRow> Run(QualityContext context)
    {
        var documents = Read(context.File("cran.all.1400.gz"));
        var questions = Read(context.File("cran.qry"));
        var relevant = File.ReadLines(context.File("cranqrel")).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(p => p.Length == 3 && p[2] != "-1")
            .ToLookup(p => int.Parse(p[0], CultureInfo.InvariantCulture), p => p[1]);

        // The judgments number the questions by their place in the file.
        var judge = new SearchJudge([.. questions.Select((q, i) => (q.Texts['W'], (IReadOnlySet<string>)relevant[i + 1].ToHashSet(StringComparer.Ordinal))).Where(q => q.Item2.Count > 0)]);
        (string Method, double K1, double B, StandardAnalyzer Analyzer)[] all =
        [
            ("BM25, defaults (k1 1.2, b 0.75)", 1.2, 0.75, StandardAnalyzer.English),
            ("BM25, k1 0.9, b 0.4", 0.9, 0.4, StandardAnalyzer.English),
            ("BM25, defaults, neither stems nor stop words", 1.2, 0.75, new StandardAnalyzer()),
        ];
        foreach (var (method, k1, b, analyzer) in all)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            context.Progress.Report(method);
            var options = new LexicalOptions { K1 = k1, Fields = [new("text") { LengthNormalization = b }], Analyzer = analyzer, Positions = false };
            var (snapshot, seconds) = SearchJudge.Index(options, documents.Select(d => new LexicalDocument(d.Id, [new("text", d.Texts['T'] + "\n" + d.Texts['W'])])));
            foreach (var row in judge.Judge(method, snapshot, seconds, context))
                yield return row.Metric == "nDCG@10" ? row with { PublishedBy = "no agreed figure: editions and readings of -1 differ" } : row;
        }
    }

    /// <summary>Records of SMART's format: a line <c>.I number</c>, then fields that begin with a line of a dot and a letter.</summary>
    private static List<(string Id, Dictionary<char, string> Texts)> Read(string path)
    {
        using Stream file = File.OpenRead(path);
        using var reader = new StreamReader(path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file, Encoding.Latin1);
        var records = new List<(string, Dictionary<char, string>)>();
        var field = ' ';
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith(".I ", StringComparison.Ordinal))
            {
                records.Add((line[3..].Trim(), new() { ['T'] = "", ['W'] = "" }));
            }
            else if (records.Count == 0)
            {
                throw new InvalidDataException($"{path}: the first line must begin with '.I', but is '{line}'.");
            }
            else if (line.Length == 2 && line[0] == '.' && char.IsAsciiLetterUpper(line[1]))
            {
                field = line[1];
                records[^1].Item2[field] = "";
            }
            else
            {
                records[^1].Item2[field] += line + "\n";
            }
        }

        return records;
    }
}
