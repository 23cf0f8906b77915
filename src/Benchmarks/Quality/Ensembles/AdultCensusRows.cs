using System.Globalization;
using System.IO.Compression;
using Bellwether.Data.Training;

namespace Bellwether.Benchmarks.Quality.Ensembles;

/// <summary>Reads the UCI Adult files: comma and space between fields, <c>?</c> for missing, a label that may end with a dot.</summary>
internal static class AdultCensusRows
{
    private const string Label = "target", Positive = ">50K";

    private static readonly HashSet<string> s_numbers = new(StringComparer.Ordinal) { "age", "fnlgwt", "education_num", "capital_gain", "capital_loss", "hours_per_week" };

    /// <summary>The rows of one gzipped file; label 1 for an income above 50,000 dollars.</summary>
    /// <exception cref="InvalidDataException">A line is not as the schema says; file and line are named.</exception>
    public static Dataset Read(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var header = (reader.ReadLine() ?? throw new InvalidDataException($"{path} must begin with a line of names, but is empty.")).Split(',');
        var label = Array.IndexOf(header, Label);
        if (label != header.Length - 1)
            throw new InvalidDataException($"{path} must have '{Label}' as its last column, but its columns are {string.Join(", ", header)}.");
        var schema = new FeatureSchema(header[..^1].Select(n => new FeatureSpec(n, s_numbers.Contains(n) ? FeatureKind.Numeric : FeatureKind.Categorical)));
        var (columns, labels) = (header[..^1].Select(_ => new List<double>()).ToArray(), new List<double>());
        for (var line = 2; reader.ReadLine() is { } text; line++)
        {
            if (text.Length == 0)
                continue;
            var fields = text.Split(',', StringSplitOptions.TrimEntries);
            if (fields.Length != header.Length)
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{path}:{line} must have {header.Length} fields, but has {fields.Length}."));
            for (var f = 0; f < columns.Length; f++)
                columns[f].Add(Value(fields[f], schema[f].Kind, path, line));
            labels.Add(fields[^1].TrimEnd('.') switch
            {
                Positive => 1,
                "<=50K" => 0,
                var other => throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{path}:{line} must end with {Positive} or <=50K, but ends with '{other}'.")),
            });
        }

        return new Dataset(schema, [.. columns.Select(c => c.ToArray())], [.. labels], new long[labels.Count]);
    }

    private static double Value(string field, FeatureKind kind, string path, int line)
    {
        if (field == "?")
            return double.NaN;
        if (kind == FeatureKind.Categorical)
            return Category.Code(field);
        return double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{path}:{line} must have a number, but has '{field}'."));
    }
}
