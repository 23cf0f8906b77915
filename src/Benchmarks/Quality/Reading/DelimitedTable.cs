using System.Globalization;
using Bellwether.Data.Training;

namespace Bellwether.Benchmarks.Quality.Reading;

/// <summary>A file of separated fields (CSV, TSV) by column, as text. Fields in double quotes may hold the separator and doubled quotes, but
/// no line breaks; blanks around a field are dropped. Immutable.</summary>
public sealed class DelimitedTable
{
    private readonly Dictionary<string, string[]> _columns;
    private readonly string _path;

    private DelimitedTable(string path, Dictionary<string, string[]> columns, int rows) => (_path, _columns, Rows) = (path, columns, rows);

    /// <summary>n.</summary>
    public int Rows { get; }

    /// <summary>The names of the columns, in order.</summary>
    public IEnumerable<string> Names => _columns.Keys;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Plain, or with gzip where it ends with <c>.gz</c>.</param>
    /// <param name="separator">Between fields.</param>
    /// <param name="names">The names of the columns for a file without a header; null when its first line holds them.</param>
    /// <exception cref="InvalidDataException">A line has another number of fields.</exception>
    public static DelimitedTable Read(string path, char separator = ',', IReadOnlyList<string>? names = null)
    {
        List<string>[]? columns = names is null ? null : [.. names.Select(_ => new List<string>())];
        foreach (var (number, line) in PlainText.Lines(path))
        {
            var fields = Split(line, separator);
            if (columns is null)
            {
                (names, columns) = (fields, [.. fields.Select(_ => new List<string>())]);
                continue;
            }

            if (fields.Count != columns.Length)
                throw new InvalidDataException($"'{path}' must have {columns.Length} fields a line, but line {number} has {fields.Count}.");
            for (var i = 0; i < columns.Length; i++)
                columns[i].Add(fields[i]);
        }

        if (columns is null)
            throw new InvalidDataException($"'{path}' must begin with a line of column names, but is empty.");
        return new DelimitedTable(path, names!.Zip(columns).ToDictionary(c => c.First, c => c.Second.ToArray()), columns[0].Count);
    }

    /// <summary>The fields (n) of a column.</summary>
    /// <exception cref="InvalidDataException">There is no such column.</exception>
    public IReadOnlyList<string> Text(string name) =>
        _columns.TryGetValue(name, out var column) ? column : throw new InvalidDataException($"'{_path}' must have a column '{name}'. It has: {string.Join(", ", _columns.Keys)}.");

    /// <summary>A column as numbers (n); an empty field or one of <paramref name="missing"/> is NaN.</summary>
    /// <exception cref="InvalidDataException">A field is no number.</exception>
    public double[] Numbers(string name, params string[] missing)
    {
        var text = Text(name);
        var numbers = new double[Rows];
        for (var row = 0; row < numbers.Length; row++)
            if (text[row].Length == 0 || missing.Contains(text[row]))
                numbers[row] = double.NaN;
            else if (!double.TryParse(text[row], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[row]))
                throw new InvalidDataException($"Column '{name}' of '{_path}' must hold numbers, but row {row + 1} of its data has '{text[row]}'.");
        return numbers;
    }

    /// <summary>A column as category codes (n); an empty field or one of <paramref name="missing"/> is NaN.</summary>
    public double[] Codes(string name, params string[] missing) =>
        [.. Text(name).Select(t => t.Length == 0 || missing.Contains(t) ? double.NaN : Category.Code(t))];

    /// <summary>Rows of these features, read as their kind says, with labels.</summary>
    /// <param name="features">Columns of the file.</param>
    /// <param name="labels">n labels.</param>
    /// <param name="missing">Texts that mean missing, beside the empty one.</param>
    public Dataset Dataset(IEnumerable<FeatureSpec> features, double[] labels, params string[] missing)
    {
        var schema = new FeatureSchema(features);
        double[][] columns = [.. schema.Features.Select(f => f.Kind == FeatureKind.Categorical ? Codes(f.Name, missing) : Numbers(f.Name, missing))];
        return new Dataset(schema, columns, labels, new long[Rows]);
    }

    /// <summary>Features by name, the categorical ones marked by a star: <c>Features("age", "*country")</c>.</summary>
    public static FeatureSpec[] Features(params string[] names) =>
        [.. names.Select(n => n[0] == '*' ? new FeatureSpec(n[1..], FeatureKind.Categorical) : new FeatureSpec(n))];

    private static List<string> Split(string line, char separator)
    {
        var fields = new List<string>();
        for (var at = 0; at <= line.Length;)
        {
            var text = new System.Text.StringBuilder();
            if (at < line.Length && line[at] == '"')
            {
                for (at++; at < line.Length && (line[at] != '"' || (at + 1 < line.Length && line[at + 1] == '"')); at++)
                    text.Append(line[line[at] == '"' ? at++ : at]);
                at++;
            }

            var end = at < line.Length ? line.IndexOf(separator, at) : -1;
            end = end < 0 ? line.Length : end;
            if (at < end)
                text.Append(line, at, end - at);
            fields.Add(text.ToString().Trim());
            at = end + 1;
        }

        return fields;
    }
}
