using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using Bellwether.Data.Tables;

namespace Bellwether.Storage.DuckDb.Tables;

/// <summary>A table file in DuckDB's words: the function that reads it, the options that write it, and what its errors mean.</summary>
internal sealed partial class TableSource
{
    private readonly TableFileOptions _options;

    public TableSource(string path, TableFileOptions options)
    {
        Path = path;
        _options = options;
        Format = options.Format != TableFormat.ByName ? options.Format : FormatOf(path);
    }

    public string Path { get; }

    public TableFormat Format { get; }

    private bool IsCompressed => Path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>The options of COPY ... TO.</summary>
    public string WriteOptions => Format switch
    {
        TableFormat.Parquet => "FORMAT parquet, COMPRESSION zstd",
        TableFormat.JsonLines => $"FORMAT json, TIMESTAMPFORMAT '{TimeFormat}'{Compression}",
        TableFormat.Tsv => $"FORMAT csv, HEADER, DELIMITER '\t', TIMESTAMPFORMAT '{TimeFormat}'{Compression}",
        _ => $"FORMAT csv, HEADER, TIMESTAMPFORMAT '{TimeFormat}'{Compression}",
    };

    private const string TimeFormat = "%Y-%m-%dT%H:%M:%S.%fZ";

    private string Compression => IsCompressed ? ", COMPRESSION gzip" : ", COMPRESSION none";

    public static string Quoted(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";

    public static string Named(string column) => "\"" + column.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    /// <summary>The table function that reads the file.</summary>
    public string ReadFunction()
    {
        // A name with wildcards must mean this one file.
        var path = Quoted(Wildcard().Replace(System.IO.Path.GetFullPath(Path), "[$0]"));
        var compression = IsCompressed ? ", compression = 'gzip'" : "";
        var sample = string.Create(CultureInfo.InvariantCulture, $", sample_size = {_options.SampleRows}");
        return Format switch
        {
            TableFormat.Parquet => $"read_parquet({path})",
            TableFormat.JsonLines => $"read_json({path}, format = 'newline_delimited'{sample}{compression})",
            _ => $"read_csv({path}{CsvOptions()}{sample}{compression})",
        };
    }

    /// <summary>Finds what DuckDB would say less clearly: no file, an empty one, a broken compression.</summary>
    public void CheckFile()
    {
        if (!File.Exists(Path))
            throw new TableFileException(Path, Directory.Exists(Path) ? "This must be a file, but is a folder." : "The file does not exist.");
        try
        {
            using var file = File.OpenRead(Path);
            if (file.Length == 0)
                throw new TableFileException(Path, "The file must hold a table, but is empty.");
            if (!IsCompressed || Format == TableFormat.Parquet)
                return;
            using var content = new GZipStream(file, CompressionMode.Decompress);
            if (content.ReadByte() < 0)
                throw new TableFileException(Path, "The file must hold a table, but is empty once decompressed.");
        }
        catch (InvalidDataException e)
        {
            throw new TableFileException(Path, $"The file's name ends in .gz, but its content is no sound gzip stream: {e.Message}", inner: e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new TableFileException(Path, "The file must be readable, but this user may not read it.", inner: e);
        }
    }

    /// <summary>A single column whose name holds delimiters: a ragged row kept the sniffer from splitting the lines.</summary>
    /// <exception cref="TableFileException">That is so; names the row.</exception>
    public void CheckSniffed(IReadOnlyList<TableColumn> columns)
    {
        if (Format == TableFormat.Csv && _options.Delimiter is null && columns is [var only] && only.Name.AsSpan().ContainsAny(",;\t|")
            && RaggedRow.Find(Path, null, _options.QuotesAreText) is { } row)
            throw Ragged(row, null);
    }

    /// <summary>What an error of DuckDB's means for the file.</summary>
    public TableFileException Explain(Exception error, IReadOnlyList<TableColumn> columns)
    {
        var text = error.Message;
        var line = LineNumber().Match(text) is { Success: true } l ? long.Parse(l.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : (long?)null;
        if (RaggedText().Match(text) is { Success: true } ragged)
        {
            var expected = int.Parse(ragged.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            var found = int.Parse(ragged.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
            var first = found < expected && found < columns.Count ? columns[found].Name : null;
            return Ragged(new RaggedRow(line ?? 0, expected, found, first), error);
        }

        if (text.Contains("sniff", StringComparison.OrdinalIgnoreCase)
            && RaggedRow.Find(Path, _options.Delimiter ?? (Format == TableFormat.Tsv ? '\t' : null), _options.QuotesAreText) is { } row)
            return Ragged(row, error);

        if (Conversion().Match(text) is { Success: true } conversion)
            return new TableFileException(Path,
                $"The value \"{conversion.Groups[2].Value}\" is no {conversion.Groups[3].Value}, which the column's first rows are. Correct it, name it as a text for a missing value, or read the column as text.",
                line, conversion.Groups[1].Success && conversion.Groups[1].Length > 0 ? conversion.Groups[1].Value.Trim() : ColumnIn(text), error);
        if (text.Contains("unicode", StringComparison.OrdinalIgnoreCase) || text.Contains("utf-8", StringComparison.OrdinalIgnoreCase))
            return new TableFileException(Path, "The file must be UTF-8, but holds other bytes. Convert it first, for instance with 'iconv -f LATIN1 -t UTF-8'.", line, null, error);
        if (Format == TableFormat.Parquet)
            return new TableFileException(Path, $"The file must be a sound Parquet file, but is not: it may be cut short or of another format. ({FirstLine(text)})", null, null, error);
        if (IsCompressed && (text.Contains("gzip", StringComparison.OrdinalIgnoreCase) || text.Contains("decode", StringComparison.OrdinalIgnoreCase)
            || text.Contains("miniz", StringComparison.OrdinalIgnoreCase)))
            return new TableFileException(Path, $"The file's name ends in .gz, but its content is no sound gzip stream: it may be cut short. ({FirstLine(text)})", line, null, error);
        return new TableFileException(Path, FirstLine(text), line, null, error);
    }

    private TableFileException Ragged(RaggedRow row, Exception? error) => new(Path, FormattableString.Invariant(
        $"Every row must have {row.Expected} values, but this one has {row.Found}{(row.FirstMissing is null ? "" : $": the value of '{row.FirstMissing}' is the first one missing")}. Correct the row, or name the right delimiter or quoting."),
        row.Line > 0 ? row.Line : null, row.FirstMissing, error);

    private static TableFormat FormatOf(string path)
    {
        var name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        return System.IO.Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".csv" or ".data" or ".test" or ".txt" => TableFormat.Csv,
            ".tsv" or ".tab" => TableFormat.Tsv,
            ".jsonl" or ".ndjson" or ".json" => TableFormat.JsonLines,
            ".parquet" or ".pq" => TableFormat.Parquet,
            var other => throw new TableFileException(path, $"The format must be known by the name's ending (.csv, .tsv, .jsonl, .parquet, also with .gz), but that is '{other}'. Rename the file or name its format."),
        };
    }

    private string CsvOptions()
    {
        var options = "";
        var delimiter = _options.Delimiter ?? (Format == TableFormat.Tsv ? '\t' : null);
        if (delimiter is { } d)
            options += $", delim = {Quoted(d.ToString())}";
        if (_options.HasHeader is { } header)
            options += $", header = {(header ? "true" : "false")}";
        if (_options.QuotesAreText)
            options += ", quote = '', escape = ''";
        if (_options.MissingTexts.Count > 0)
            options += $", nullstr = [{string.Join(", ", _options.MissingTexts.Prepend("").Select(Quoted))}]";
        if (_options.TextColumns.Count > 0)
            options += $", types = {{{string.Join(", ", _options.TextColumns.Select(c => $"{Quoted(c)}: 'VARCHAR'"))}}}";
        return options;
    }

    private static string? ColumnIn(string text) => ColumnName().Match(text) is { Success: true } match ? match.Groups[1].Value.Trim() : null;

    private static string FirstLine(string text) => text.Split('\n').First(l => l.Length > 0).Trim();

    [GeneratedRegex(@"[*?\[\]]")]
    private static partial Regex Wildcard();

    [GeneratedRegex(@"Line:? (\d+)")]
    private static partial Regex LineNumber();

    [GeneratedRegex(@"Expected Number of Columns: (\d+) Found: (\d+)")]
    private static partial Regex RaggedText();

    [GeneratedRegex(@"(?:Error when converting column ""([^""]*)""\.\s*)?Could not convert string ""(.*?)"" to '?([A-Z0-9_]+)", RegexOptions.Singleline)]
    private static partial Regex Conversion();

    [GeneratedRegex(@"[Cc]olumn ""?([^""\n]+?)""?(?:\.|:|\n)")]
    private static partial Regex ColumnName();
}
