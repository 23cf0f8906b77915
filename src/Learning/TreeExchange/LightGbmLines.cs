using System.Text;
using Bellwether.Data.Formats;

namespace Bellwether.Learning.TreeExchange;

/// <summary>Reads the text of LightGBM section by section: lines of <c>key=value</c> or of a lone key, ended by an empty line.</summary>
internal sealed class LightGbmLines(ReadOnlyMemory<byte> file)
{
    private int _at, _line;

    /// <summary>The number of the line read last, from 1.</summary>
    public int Line => _line;

    /// <summary>The next section: its lines by key, or null at the end of the file.</summary>
    /// <exception cref="ModelFormatException">A key occurs twice.</exception>
    public Dictionary<string, LightGbmLine>? Next()
    {
        var section = new Dictionary<string, LightGbmLine>(StringComparer.Ordinal);
        while (_at < file.Length)
        {
            var line = Take().Trim((byte)'\r').Trim((byte)' ');
            if (line.IsEmpty && section.Count > 0)
                return section;
            if (line.IsEmpty)
                continue;
            var sign = line.Span.IndexOf((byte)'=');
            var key = Encoding.UTF8.GetString(sign < 0 ? line.Span : line.Span[..sign]);
            if (!section.TryAdd(key, new LightGbmLine(sign < 0 ? default : line[(sign + 1)..], _line)))
                throw new ModelFormatException($"Line {_line} must have a key of its own, but '{key}' stands in line {section[key].Number} already. The file is damaged.");

            // what follows the trees is not read, and need not be lines of keys
            if (key == "end of trees")
                return section;
        }

        return section.Count > 0 ? section : null;
    }

    private ReadOnlyMemory<byte> Take()
    {
        var rest = file[_at..];
        var end = rest.Span.IndexOf((byte)'\n');
        _line++;
        _at += end < 0 ? rest.Length : end + 1;
        return end < 0 ? rest : rest[..end];
    }
}
