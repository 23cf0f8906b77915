using System.Globalization;
using Bellwether.Data.Training;

namespace Bellwether.Benchmarks.Quality.Reading;

/// <summary>Files of SVMlight lines: a label, then <c>column:value</c> pairs with columns from 1; what is not named is 0.</summary>
public static class SvmLightFile
{
    /// <summary>Reads rows as columns of numbers (n, width).</summary>
    /// <param name="path">Plain, or with gzip where it ends with <c>.gz</c>.</param>
    /// <param name="width">d; a column beyond it is refused.</param>
    /// <param name="groups">A file with the number of rows of each group, a line each; null for rows without groups.</param>
    /// <exception cref="InvalidDataException">A line is not as said above, or the groups do not cover the rows.</exception>
    public static Dataset Read(string path, int width, string? groups = null)
    {
        var (columns, labels) = (new List<double>[width], new List<double>());
        for (var column = 0; column < width; column++)
            columns[column] = [];
        foreach (var (number, line) in PlainText.Lines(path))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            labels.Add(Number(fields[0], path, number));
            foreach (var column in columns)
                column.Add(0);
            foreach (var field in fields.Skip(1))
            {
                var colon = field.IndexOf(':', StringComparison.Ordinal);
                if (colon < 1 || !int.TryParse(field.AsSpan(0, colon), CultureInfo.InvariantCulture, out var column) || column < 1 || column > width)
                    throw new InvalidDataException($"'{path}' must hold pairs column:value with columns 1 to {width}, but line {number} has '{field}'.");
                columns[column - 1][^1] = Number(field[(colon + 1)..], path, number);
            }
        }

        var schema = new FeatureSchema(Enumerable.Range(1, width).Select(c => new FeatureSpec($"f{c}")));
        return new Dataset(schema, [.. columns.Select(c => c.ToArray())], [.. labels], new long[labels.Count], groups: groups is null ? null : Groups(groups, labels.Count));
    }

    private static int[] Groups(string path, int rows)
    {
        var groups = new List<int>(rows);
        foreach (var (number, line) in PlainText.Lines(path))
            groups.AddRange(Enumerable.Repeat(number, (int)Number(line, path, number)));
        return groups.Count == rows ? [.. groups] : throw new InvalidDataException($"'{path}' must give groups for {rows} rows, but gives {groups.Count}.");
    }

    private static double Number(string text, string path, int line) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : throw new InvalidDataException($"'{path}' must hold numbers, but line {line} has '{text}'.");
}
