using System.IO.Compression;
using System.Text;

namespace Bellwether.Benchmarks.Quality.Text;

/// <summary>Reads the files of the text cases.</summary>
internal static class TextFiles
{
    /// <summary>All of a file, unpacked where it ends with <c>.gz</c>.</summary>
    public static string All(string path)
    {
        using var file = File.OpenRead(path);
        using var stream = path.EndsWith(".gz", StringComparison.Ordinal) ? (Stream)new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>The lines that are not empty.</summary>
    public static string[] Lines(string path) => All(path).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The rows of comma-separated values, the header left out; quotes may hold commas, line ends and doubled quotes.</summary>
    /// <exception cref="InvalidDataException">A row has another number of fields than the header.</exception>
    public static List<string[]> Rows(string path)
    {
        var (rows, fields, field, quoted) = (new List<string[]>(), new List<string>(), new StringBuilder(), false);
        var text = All(path);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"')
                field.Append(text[i++]);
            else if (c == '"')
                quoted = !quoted;
            else if (!quoted && c is ',' or '\n' && !quoted)
                End(c == '\n');
            else if (quoted || c != '\r')
                field.Append(c);
        }

        if (field.Length > 0 || fields.Count > 0)
            End(true);
        var width = rows[0].Length;
        if (rows.FindIndex(r => r.Length != width) is >= 0 and var odd)
            throw new InvalidDataException($"{path}, row {odd + 1}: must have {width} fields, but has {rows[odd].Length}.");
        rows.RemoveAt(0);
        return rows;

        void End(bool row)
        {
            fields.Add(field.ToString());
            field.Clear();
            if (!row)
                return;
            rows.Add([.. fields]);
            fields.Clear();
        }
    }
}
