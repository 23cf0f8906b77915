using System.IO.Compression;
using System.Text;

namespace Bellwether.Benchmarks.Quality.Retrieval;

/// <summary>Records of a CSV file whose quoted fields may span lines, plain or gzip.</summary>
internal static class CsvRecords
{
    /// <summary>The records after the header, checked to have as many fields as it.</summary>
    /// <exception cref="InvalidDataException">A record has another number of fields, or a quote is not closed.</exception>
    public static IEnumerable<string[]> Read(string path, Encoding encoding)
    {
        using Stream file = File.OpenRead(path);
        using var reader = new StreamReader(path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file, encoding);
        var (record, field, quoted, width, number) = (new List<string>(), new StringBuilder(), false, -1, 0);
        for (int c = reader.Read(); c >= 0; c = reader.Read())
        {
            if (quoted)
            {
                if (c != '"')
                    field.Append((char)c);
                else if (reader.Peek() == '"')
                    field.Append((char)reader.Read());
                else
                    quoted = false;
            }
            else if (c == '"')
            {
                quoted = true;
            }
            else if (c is ',' or '\n')
            {
                record.Add(field.ToString());
                field.Clear();
                if (c == ',')
                    continue;
                if (Complete(record, ref width, ++number, path) is { } row)
                    yield return row;
            }
            else if (c != '\r')
            {
                field.Append((char)c);
            }
        }

        if (quoted)
            throw new InvalidDataException($"{path}: the last quote is not closed.");
        if (record.Count > 0)
        {
            record.Add(field.ToString());
            if (Complete(record, ref width, ++number, path) is { } row)
                yield return row;
        }
    }

    private static string[]? Complete(List<string> record, ref int width, int number, string path)
    {
        var row = record.ToArray();
        record.Clear();
        if (width < 0)
        {
            width = row.Length;
            return null;
        }

        return row.Length == width ? row : throw new InvalidDataException(FormattableString.Invariant($"{path}: record {number} must have {width} fields, but has {row.Length}."));
    }
}
