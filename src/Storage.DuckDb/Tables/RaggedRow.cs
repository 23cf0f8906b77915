using System.IO.Compression;

namespace Bellwether.Storage.DuckDb.Tables;

/// <summary>The first row of a delimited file that has another number of values than its first line: DuckDB's sniffer only says that no
/// dialect fits.</summary>
internal sealed record RaggedRow(long Line, int Expected, int Found, string? FirstMissing)
{
    private const string Delimiters = ",;\t|";

    /// <summary>Reads the file once, by RFC 4180 quoting; null when every row has the same number of values.</summary>
    public static RaggedRow? Find(string path, char? delimiter, bool quotesAreText)
    {
        using var file = File.OpenRead(path);
        using Stream content = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var text = new StreamReader(content);
        if (text.ReadLine() is not { } first)
            return null;
        var separator = delimiter ?? Delimiters.MaxBy(d => first.Count(c => c == d));
        var expected = Count(first, separator, quotesAreText, inQuotes: false, out _);
        for (long line = 2, found = 0, start = 2, open = 0; text.ReadLine() is { } row; line++)
        {
            if (row.Length == 0 && open == 0)
                continue;
            if (open == 0)
                (start, found) = (line, 1);
            found += Count(row, separator, quotesAreText, open == 1, out var stillOpen) - 1;
            open = stillOpen ? 1 : 0;
            if (open == 0 && found != expected)
                return new RaggedRow(start, expected, (int)found, found < expected ? first.Split(separator)[(int)found].Trim('"', ' ') : null);
        }

        return null;
    }

    private static int Count(string row, char separator, bool quotesAreText, bool inQuotes, out bool stillOpen)
    {
        var count = 1;
        foreach (var c in row)
        {
            if (c == '"' && !quotesAreText)
                inQuotes = !inQuotes;
            else if (c == separator && !inQuotes)
                count++;
        }

        stillOpen = inQuotes;
        return count;
    }
}
