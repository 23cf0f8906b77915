using Bellwether.Numerics;

namespace Bellwether.Data.Tables;

/// <summary>How a table file is read, where the file does not say it itself.</summary>
public sealed record TableFileOptions
{
    /// <summary>By the file's name by default.</summary>
    public TableFormat Format { get; init; }

    /// <summary>CSV and TSV: whether the first line holds names; found out when null.</summary>
    public bool? HasHeader { get; init; }

    /// <summary>CSV: the character between values; found out when null.</summary>
    public char? Delimiter { get; init; }

    /// <summary>CSV and TSV: whether a quote is an ordinary character, as in files of plain texts.</summary>
    public bool QuotesAreText { get; init; }

    /// <summary>CSV and TSV: texts that stand for a missing value, besides the empty one.</summary>
    public IReadOnlyList<string> MissingTexts { get; init; } = [];

    /// <summary>CSV and TSV: columns that are read as texts, whatever they look like.</summary>
    public IReadOnlyList<string> TextColumns { get; init; } = [];

    /// <summary>CSV and JSON: how many rows are looked at to find the columns' types; 100,000 by default. A later value of another type is
    /// an error that names it.</summary>
    public int SampleRows { get; init => field = Require.Positive(value); } = 100_000;
}
