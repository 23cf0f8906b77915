using System.Globalization;
using System.IO.Compression;
using Bellwether.Data.Training;

namespace Bellwether.Benchmarks.Quality.Structure;

/// <summary>Reads the tables of this folder's cases: a header line, then fields parted by commas, none of which holds one.</summary>
internal static class StructureFiles
{
    /// <summary>The rows of a gzip file, without the header: each with as many fields as the header.</summary>
    /// <exception cref="InvalidDataException">A row has another number of fields.</exception>
    public static IEnumerable<string[]> Rows(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var width = (reader.ReadLine() ?? throw new InvalidDataException($"'{path}' must have a header, but is empty.")).Split(',').Length;
        for (var line = 2; reader.ReadLine() is { } text; line++)
        {
            if (text.Length == 0)
                continue;
            var fields = text.Split(',', StringSplitOptions.TrimEntries);
            yield return fields.Length == width ? fields : throw new InvalidDataException($"'{path}' line {line} must have {width} fields, but has {fields.Length}.");
        }
    }

    /// <summary>A number; NaN for an empty field or a question mark.</summary>
    /// <exception cref="InvalidDataException">It is not a number.</exception>
    public static double Number(string field) => field is "" or "?" ? double.NaN
        : double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : throw new InvalidDataException($"'{field}' must be a number.");

    /// <summary>A category; NaN for an empty field or a question mark.</summary>
    public static double Code(string field) => Category.Code(field is "" or "?" ? null : field);

    /// <summary>A data set from rows of values.</summary>
    public static Dataset Table(IEnumerable<FeatureSpec> features, IReadOnlyList<(double[] Values, double Label, long Time)> rows)
    {
        var schema = new FeatureSchema(features);
        double[][] columns = [.. Enumerable.Range(0, schema.Count).Select(c => rows.Select(r => r.Values[c]).ToArray())];
        return new Dataset(schema, columns, [.. rows.Select(r => r.Label)], [.. rows.Select(r => r.Time)]);
    }

    /// <summary>The earlier share of rows by time, and the later rest.</summary>
    public static (Dataset Train, Dataset Test) ByTime(Dataset rows, double share)
    {
        int[] order = [.. Enumerable.Range(0, rows.Rows)];
        var times = rows.Times.ToArray();
        Array.Sort(order, (a, b) => times[a] != times[b] ? times[a].CompareTo(times[b]) : a.CompareTo(b));
        var cut = (int)(rows.Rows * share);
        return (rows.Select(order.AsSpan(0, cut)), rows.Select(order.AsSpan(cut)));
    }
}
