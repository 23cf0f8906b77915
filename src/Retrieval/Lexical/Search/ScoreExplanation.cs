using System.Globalization;
using System.Text;

namespace Bellwether.Retrieval.Lexical.Search;

/// <summary>Why a document has its score.</summary>
/// <param name="Description">What this part is, with its numbers.</param>
/// <param name="Value">What it adds.</param>
/// <param name="Parts">What it is the sum of; empty for a leaf.</param>
public sealed record ScoreExplanation(string Description, double Value, IReadOnlyList<ScoreExplanation> Parts)
{
    /// <summary>A line per part, indented.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Print(text, 0);
        return text.ToString();
    }

    private void Print(StringBuilder text, int depth)
    {
        text.Append(' ', depth * 2).Append(CultureInfo.InvariantCulture, $"{Value:0.000000} {Description}\n");
        foreach (var part in Parts)
            part.Print(text, depth + 1);
    }
}
