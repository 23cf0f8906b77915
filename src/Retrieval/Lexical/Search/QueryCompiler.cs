using System.Globalization;
using System.Text;
using Bellwether.Data.Text;
using Bellwether.Retrieval.Lexical.Queries;

namespace Bellwether.Retrieval.Lexical.Search;

/// <summary>Binds a query to a snapshot: analyzes texts, looks up how many documents each term has, and weighs it.</summary>
internal sealed class QueryCompiler(LexicalOptions options, CollectionStatistics statistics, IReadOnlyList<SegmentView> segments)
{
    private const int MaxDepth = 64;

    /// <summary>The bound query, with its grid.</summary>
    /// <exception cref="ArgumentException">A field is not there, phrases are asked of an index without positions, or queries stand too deep in one another.</exception>
    public QueryNode Compile(LexicalQuery query)
    {
        var node = Bind(query, 1, 0);
        node.Use(new ScoreGrid(node.MaxScore));
        return node;
    }

    private QueryNode Bind(LexicalQuery query, double boost, int depth)
    {
        if (depth > MaxDepth)
            throw new ArgumentException(FormattableString.Invariant($"Queries must stand at most {MaxDepth} deep in one another."), nameof(query));
        boost *= query.Boost;
        return query switch
        {
            MatchQuery match => Match(match, boost),
            TermQuery term => Term(term.Term, Field(term.Field), boost),
            PhraseQuery phrase => Phrase(phrase, boost),
            PrefixQuery prefix => new PrefixNode(Encoding.UTF8.GetBytes(prefix.Prefix), Field(prefix.Field), boost),
            FuzzyQuery fuzzy => Fuzzy(fuzzy, boost),
            BooleanQuery boolean => Boolean(boolean, boost, depth + 1),
            AllQuery => new AllNode(boost),
            _ => throw new ArgumentException($"A query must be one of those in {typeof(LexicalQuery).Namespace}, but a {query?.GetType().Name} came.", nameof(query)),
        };
    }

    private int Field(string? name) => name is null ? -1 : options.FieldNumber(name);

    private QueryNode Match(MatchQuery query, double boost)
    {
        var field = Field(query.Field);
        var parts = TermList.Of(options.Analyzer, query.Text).GroupBy(t => t.Text, StringComparer.Ordinal)
            .Select(same => (QueryNode)Term(same.Key, field, boost * same.Count())).ToList();
        return parts.Count switch
        {
            0 => new NoneNode(),
            1 => parts[0],
            _ => query.RequireAll ? new EachNode(parts, [], null, null) : new AnyNode(parts),
        };
    }

    private TermNode Term(string term, int field, double boost)
    {
        var bytes = Encoding.UTF8.GetBytes(term);
        return Term(bytes, field, boost, Documents(bytes));
    }

    private TermNode Term(byte[] term, int field, double boost, long documents)
    {
        var idf = statistics.InverseDocumentFrequency(documents);
        return new TermNode(term, new TermScorer(options, statistics, field, idf * boost),
            string.Create(CultureInfo.InvariantCulture, $"idf {idf:0.######} ({documents} of {statistics.Documents} documents), boost {boost:0.######}"));
    }

    private long Documents(byte[] term)
    {
        long documents = 0;
        foreach (var view in segments)
            if (view.Segment.TryFind(term, out var entry))
                documents += entry.Documents;
        return documents;
    }

    private QueryNode Phrase(PhraseQuery query, double boost)
    {
        if (!options.Positions)
            throw new ArgumentException("A phrase query must be asked of an index that keeps positions: build it with Positions = true.", nameof(query));
        var field = Field(query.Field);
        var words = TermList.Of(options.Analyzer, query.Text);
        if (words.Count < 2)
            return words.Count == 0 ? new NoneNode() : Term(words[0].Text, field, boost);
        var terms = words.Select(w => Term(w.Text, field, 1)).ToArray();
        return new PhraseNode(terms, [.. words.Select(w => w.Position - words[0].Position)], new TermScorer(options, statistics, field, boost * terms.Sum(t => t.Scorer.Weight)), query.Text);
    }

    private QueryNode Fuzzy(FuzzyQuery query, double boost)
    {
        var (field, found) = (Field(query.Field), new SortedDictionary<string, int>(StringComparer.Ordinal));
        foreach (var view in segments)
            new TermExpansion(query.Term, query.MaxEdits, query.PrefixLength).Find(view.Segment, (number, edits) => found[Encoding.UTF8.GetString(view.Segment.Term(number))] = edits);
        if (found.Count == 0)
            return new NoneNode();
        var most = found.Keys.Max(term => Documents(Encoding.UTF8.GetBytes(term)));
        var length = query.Term.EnumerateRunes().Count();
        return new AnyNode([.. found.Select(pair =>
            Term(Encoding.UTF8.GetBytes(pair.Key), field, boost * Closeness(pair.Value, length, pair.Key.EnumerateRunes().Count()), most))]);
    }

    private static double Closeness(int edits, int a, int b) => 1 - (edits / (1.0 + Math.Max(a, b)));

    private QueryNode Boolean(BooleanQuery query, double boost, int depth)
    {
        List<QueryNode> All(IReadOnlyList<LexicalQuery> queries) => [.. queries.Select(q => Bind(q, boost, depth))];
        var (must, should, not, filter) = (All(query.Must), All(query.Should), All(query.MustNot), All(query.Filter));
        var excluded = not.Count == 0 ? null : not.Count == 1 ? not[0] : new AnyNode(not);
        var optional = should.Count == 0 ? null : should.Count == 1 ? should[0] : Flat(should);
        if (must.Count > 0 || filter.Count > 0)
            return new EachNode(must, filter, optional, excluded);
        if (optional is not null)
            return excluded is null ? optional : new EachNode([optional], [], null, excluded);
        return excluded is null ? new NoneNode() : new EachNode([], [new AllNode(1)], null, excluded);
    }

    /// <summary>Sums within a sum are one sum.</summary>
    private static AnyNode Flat(List<QueryNode> parts) => new([.. parts.SelectMany(p => p is AnyNode any ? any.Parts : [p])]);
}
