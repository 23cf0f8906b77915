using System.Text;

namespace Bellwether.Systems.Documents;

/// <summary>A Markdown table; cells are escaped, a table without rows is left out.</summary>
internal sealed class MarkdownTable(params string[] headers)
{
    private readonly List<string[]> _rows = [];

    public void Row(params string[] cells) => _rows.Add(cells);

    public override string ToString()
    {
        if (_rows.Count == 0)
            return "";
        var text = new StringBuilder();
        Line(text, headers);
        Line(text, headers.Select(_ => "---"));
        foreach (var row in _rows)
            Line(text, row);
        return text.ToString();
    }

    private static void Line(StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells.Select(c => c.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" "))).Append(" |\n");
}
