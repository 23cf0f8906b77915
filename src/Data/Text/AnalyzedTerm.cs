namespace Bellwether.Data.Text;

/// <summary>One term of a text.</summary>
/// <param name="Text">The normalized term.</param>
/// <param name="Position">Counts words from 0; stop words that were left out leave a hole.</param>
/// <param name="Start">Where it stands, in UTF-16 code units.</param>
/// <param name="Length">How much of the text it stands for.</param>
public readonly record struct AnalyzedTerm(string Text, int Position, int Start, int Length);
