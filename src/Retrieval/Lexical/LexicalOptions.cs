using Bellwether.Data.Text;
using Bellwether.Numerics;

namespace Bellwether.Retrieval.Lexical;

/// <summary>What an index is: its fields, its analysis, its ranking function.</summary>
/// <remarks>Ranking is BM25F (Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields", 2004), which is BM25 where there is one field:
/// score(d) = sum over query terms t of idf(t) · tf / (k1 + tf), with tf = sum over fields f of w_f · tf_f / (1 - b_f + b_f · length_f / average_f) and
/// idf(t) = ln(1 + (N - n + 0.5) / (n + 0.5)), never negative. This is Lucene's form since version 8; Robertson's factor (k1 + 1) is left out, which changes no ranking.
/// Lengths are exact counts of terms; the average is over documents that have the field.</remarks>
public sealed record LexicalOptions
{
    /// <summary>The most fields an index may have.</summary>
    public const int MostFields = 16;

    /// <summary>How soon further occurrences of a word stop to matter, 0 or more: BM25's k1. 1.2 by default.</summary>
    public double K1 { get; init => field = Require.InRange(value, 0.0, 1_000.0); } = 1.2;

    /// <summary>The fields, at least one; by default one named <c>text</c>.</summary>
    /// <exception cref="ArgumentException">None, too many, or two of the same name.</exception>
    public IReadOnlyList<LexicalField> Fields
    {
        get;
        init
        {
            Require.InRange(value.Count, 1, MostFields);
            if (value.Select(f => f.Name).Distinct(StringComparer.Ordinal).Count() != value.Count)
                throw new ArgumentException("Fields must have different names.", nameof(value));
            field = [.. value];
        }
    } = [new("text")];

    /// <summary>What turns text into terms, of documents and queries alike; <see cref="StandardAnalyzer"/> by default.</summary>
    public IAnalyzer Analyzer { get; init; } = new StandardAnalyzer();

    /// <summary>Whether positions are kept, which phrase queries need; true by default. Other queries never read them.</summary>
    public bool Positions { get; init; } = true;

    /// <summary>When segments are joined.</summary>
    public MergePolicy Merging { get; init; } = new();

    /// <summary>How many terms may wait in memory before they become a segment, at least 1,000; 16 million by default, about 300 MB.</summary>
    public int BufferedTerms { get; init => field = Require.InRange(value, 1_000, 100_000_000); } = 16_000_000;

    /// <summary>The number of a field.</summary>
    /// <exception cref="ArgumentException">There is no such field.</exception>
    public int FieldNumber(string name)
    {
        for (var i = 0; i < Fields.Count; i++)
            if (Fields[i].Name == name)
                return i;
        throw new ArgumentException($"A field must be one of {string.Join(", ", Fields.Select(f => f.Name))}, but '{name}' came.", nameof(name));
    }
}
