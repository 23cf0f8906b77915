namespace Bellwether.Data.Text;

/// <summary>One word of a text: <c>text.Slice(Start, Length)</c>.</summary>
/// <param name="Start">Where it begins, in UTF-16 code units.</param>
/// <param name="Length">How long it is, in UTF-16 code units; at least 1.</param>
/// <param name="Kind">What it is.</param>
public readonly record struct WordToken(int Start, int Length, WordKind Kind);
