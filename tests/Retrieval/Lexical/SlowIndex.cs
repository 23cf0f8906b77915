using Bellwether.Data.Text;
using Bellwether.Retrieval.Lexical;
using Bellwether.Retrieval.Lexical.Queries;
using Bellwether.Retrieval.Lexical.Search;

namespace Bellwether.Retrieval.Tests.Lexical;

/// <summary>The obvious search: every document is looked at, every score computed from its text. The formulas are written out again; only the rounding grid is shared.</summary>
internal sealed class SlowIndex
{
    private readonly LexicalOptions _options;
    private readonly List<(string Key, List<AnalyzedTerm>[] Fields)> _documents = [];
    private readonly double[] _averages;
    private readonly Dictionary<string, int> _frequencies = [];
    private readonly Dictionary<FuzzyQuery, List<string>> _close = [];
    private readonly List<Dictionary<string, int>[]> _counts = [];

    public SlowIndex(LexicalOptions options, IEnumerable<LexicalDocument> documents)
    {
        _options = options;
        foreach (var document in documents)
            _documents.Add((document.Key, [.. options.Fields.Select(f => Terms(document, f.Name))]));
        foreach (var (_, fields) in _documents)
        {
            _counts.Add([.. fields.Select(f => f.GroupBy(t => t.Text).ToDictionary(g => g.Key, g => g.Count()))]);
            foreach (var term in fields.SelectMany(f => f).Select(t => t.Text).Distinct())
                _frequencies[term] = _frequencies.GetValueOrDefault(term) + 1;
        }

        _averages = [.. options.Fields.Select((_, f) =>
        {
            var lengths = _documents.Select(d => (double)d.Fields[f].Count).Where(l => l > 0).ToList();
            return lengths.Count == 0 ? 1 : Math.Max(1, lengths.Sum() / lengths.Count);
        })];
    }

    public IReadOnlyList<string> Keys => [.. _documents.Select(d => d.Key)];

    public List<(string Key, double Score)> Search(LexicalQuery query, double bound, int count, Func<string, bool>? filter = null)
    {
        var grid = new ScoreGrid(bound);
        return [.. _documents.Select((d, i) => (d.Key, Score: Score(query, i, 1, grid)))
            .Where(h => h.Score is not null && (filter is null || filter(h.Key)))
            .OrderByDescending(h => h.Score).Take(count).Select(h => (h.Key, h.Score!.Value))];
    }

    private List<AnalyzedTerm> Terms(LexicalDocument document, string field)
    {
        var (all, next) = (new List<AnalyzedTerm>(), 0);
        foreach (var (_, text) in document.Texts.Where(t => t.Key == field))
        {
            var terms = TermList.Of(_options.Analyzer, text);
            all.AddRange(terms.Select(t => t with { Position = t.Position + next }));
            if (terms.Count > 0)
                next = terms[^1].Position + next + 1 + LexicalDocument.PositionGap;
        }

        return all;
    }

    private double? Score(LexicalQuery query, int document, double boost, ScoreGrid grid)
    {
        boost *= query.Boost;
        switch (query)
        {
            case TermQuery term:
                return TermScore(term.Term, term.Field, document, boost, grid, null);
            case MatchQuery match:
                var parts = TermList.Of(_options.Analyzer, match.Text).GroupBy(t => t.Text).Select(g => TermScore(g.Key, match.Field, document, boost * g.Count(), grid, null)).ToList();
                return match.RequireAll ? All(parts) : Any(parts);
            case PhraseQuery phrase:
                return PhraseScore(phrase, document, boost, grid);
            case PrefixQuery prefix:
                return Fields(prefix.Field).Any(f => _documents[document].Fields[f].Any(t => t.Text.StartsWith(prefix.Prefix, StringComparison.Ordinal))) ? grid.Round(boost) : null;
            case FuzzyQuery fuzzy:
                return FuzzyScore(fuzzy, document, boost, grid);
            case AllQuery:
                return grid.Round(boost);
            case BooleanQuery b:
                return BooleanScore(b, document, boost, grid);
            default:
                throw new InvalidOperationException(query.GetType().Name);
        }
    }

    private double? BooleanScore(BooleanQuery b, int document, double boost, ScoreGrid grid)
    {
        double? One(LexicalQuery q) => Score(q, document, boost, grid);
        if (b.MustNot.Any(q => One(q) is not null) || b.Filter.Any(q => One(q) is null))
            return null;
        var should = Any([.. b.Should.Select(One)]);
        if (b.Must.Count > 0)
            return All([.. b.Must.Select(One)]) is { } required ? required + (should ?? 0) : null;
        if (b.Filter.Count > 0)
            return should ?? 0;
        return b.Should.Count > 0 ? should : b.MustNot.Count > 0 ? 0 : null;
    }

    private double? PhraseScore(PhraseQuery phrase, int document, double boost, ScoreGrid grid)
    {
        var words = TermList.Of(_options.Analyzer, phrase.Text);
        if (words.Count < 2)
            return words.Count == 0 ? null : TermScore(words[0].Text, phrase.Field, document, boost, grid, null);
        var frequencies = new int[_options.Fields.Count];
        foreach (var f in Fields(phrase.Field))
        {
            var at = _documents[document].Fields[f].Select(t => (t.Text, t.Position)).ToHashSet();
            frequencies[f] = at.Count(p => words.All(w => at.Contains((w.Text, p.Position + w.Position - words[0].Position))));
        }

        return frequencies.All(f => f == 0) ? null : Formula(frequencies, phrase.Field, document, boost * words.Sum(w => Idf(Frequency(w.Text))), grid);
    }

    private double? FuzzyScore(FuzzyQuery fuzzy, int document, double boost, ScoreGrid grid)
    {
        var length = fuzzy.Term.EnumerateRunes().Count();
        var prefix = fuzzy.Term.EnumerateRunes().Take(fuzzy.PrefixLength).ToList();
        if (!_close.TryGetValue(fuzzy, out var close))
            _close[fuzzy] = close = [.. _frequencies.Keys.Where(t => t.EnumerateRunes().Take(prefix.Count).SequenceEqual(prefix) && Distance(t, fuzzy.Term) <= fuzzy.MaxEdits)];
        if (close.Count == 0)
            return null;
        var most = close.Max(Frequency);
        return Any([.. close.Select(t => TermScore(t, fuzzy.Field, document, boost * (1 - (Distance(t, fuzzy.Term) / (1.0 + Math.Max(length, t.EnumerateRunes().Count())))), grid, most))]);
    }

    private static int Distance(string a, string b)
    {
        var (x, y) = (a.EnumerateRunes().ToArray(), b.EnumerateRunes().ToArray());
        var table = new int[x.Length + 1, y.Length + 1];
        for (var i = 0; i <= x.Length; i++)
            for (var j = 0; j <= y.Length; j++)
                table[i, j] = i == 0 ? j : j == 0 ? i : Math.Min(Math.Min(table[i - 1, j], table[i, j - 1]) + 1, table[i - 1, j - 1] + (x[i - 1] == y[j - 1] ? 0 : 1));
        return table[x.Length, y.Length];
    }

    private double? TermScore(string term, string? field, int document, double boost, ScoreGrid grid, int? documents)
    {
        var frequencies = _counts[document].Select(f => f.GetValueOrDefault(term)).ToArray();
        return Fields(field).All(f => frequencies[f] == 0) ? null : Formula(frequencies, field, document, Idf(documents ?? Frequency(term)) * boost, grid);
    }

    private double Formula(int[] frequencies, string? field, int document, double weight, ScoreGrid grid)
    {
        var fields = Fields(field).ToList();
        double Length(int f) => _documents[document].Fields[f].Count;
        double Base(int f) => 1 - _options.Fields[f].LengthNormalization;
        double Slope(int f) => _options.Fields[f].LengthNormalization / _averages[f];
        if (fields.Count == 1)
        {
            var x = _options.Fields[fields[0]].Weight * frequencies[fields[0]];
            return grid.Round(weight * x / (x + (_options.K1 * Base(fields[0])) + (_options.K1 * Slope(fields[0]) * Length(fields[0]))));
        }

        var sum = fields.Where(f => frequencies[f] > 0).Aggregate(0.0, (s, f) => s + (_options.Fields[f].Weight * frequencies[f] / (Base(f) + (Slope(f) * Length(f)))));
        return grid.Round(weight * sum / (_options.K1 + sum));
    }

    private double Idf(int documents) => Math.Log(1 + ((_documents.Count - documents + 0.5) / (documents + 0.5)));

    private int Frequency(string term) => _frequencies.GetValueOrDefault(term);

    private IEnumerable<int> Fields(string? name) => name is null ? Enumerable.Range(0, _options.Fields.Count) : [_options.FieldNumber(name)];

    private static double? All(List<double?> parts) => parts.Count == 0 || parts.Any(p => p is null) ? null : parts.Sum();

    private static double? Any(List<double?> parts) => parts.Any(p => p is not null) ? parts.Sum(p => p ?? 0) : null;
}
