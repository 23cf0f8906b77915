namespace Bellwether.Data.Text;

/// <summary>A sink that keeps the terms: for queries, vocabularies and tests. Allocates a string per term.</summary>
public readonly struct TermList : ITermSink
{
    private readonly List<AnalyzedTerm> _terms;

    private TermList(List<AnalyzedTerm> terms) => _terms = terms;

    /// <summary>The terms of a text.</summary>
    public static List<AnalyzedTerm> Of(IAnalyzer analyzer, ReadOnlySpan<char> text)
    {
        var sink = new TermList([]);
        analyzer.Analyze(text, ref sink);
        return sink._terms;
    }

    /// <inheritdoc/>
    public void Term(scoped ReadOnlySpan<char> term, int position, int start, int length) => _terms.Add(new AnalyzedTerm(term.ToString(), position, start, length));
}
