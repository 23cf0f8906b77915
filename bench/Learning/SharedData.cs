using System.Globalization;
using System.IO.Compression;
using Bellwether.Data.Training;

namespace Bellwether.Bench.Learning;

/// <summary>Public tables kept beside the repository, in <c>../shared/data</c>; read, never copied.</summary>
public static class SharedData
{
    public static (Dataset Train, Dataset Test) Higgs() =>
        (Table("binary-lightgbm-higgs7k/binary.train.gz", '\t', false, 0, null), Table("binary-lightgbm-higgs7k/binary.test", '\t', false, 0, null));

    /// <summary>Every fifth row is for the test.</summary>
    public static (Dataset Train, Dataset Test) California()
    {
        var all = Table("housing-california/housing.csv.gz", ',', true, 8, null);
        return (all.Select([.. Enumerable.Range(0, all.Rows).Where(r => r % 5 != 0)]), all.Select([.. Enumerable.Range(0, all.Rows).Where(r => r % 5 == 0)]));
    }

    public static (Dataset Train, Dataset Test) Adult() =>
        (Table("adult-census/adult.data.gz", ',', true, 14, ">50K"), Table("adult-census/adult.test.gz", ',', true, 14, ">50K"));

    /// <summary>A column is categorical when its first present value is not a number; empty and "?" are missing.</summary>
    private static Dataset Table(string path, char separator, bool header, int label, string? positive)
    {
        using var file = File.OpenRead(Path.Combine(Root(), path));
        using var reader = new StreamReader(path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file);
        var rows = new List<string[]>();
        while (reader.ReadLine() is { } line)
            if (line.Length > 0)
                rows.Add([.. line.Split(separator).Select(v => v.Trim())]);
        var names = header ? rows[0] : [.. rows[0].Select((_, i) => $"f{i}")];
        if (header)
            rows.RemoveAt(0);
        static bool Missing(string value) => value is "" or "?";
        static double Number(string value) => double.Parse(value, CultureInfo.InvariantCulture);
        var numeric = names.Select((_, c) => rows.Where(r => !Missing(r[c])).Take(1).All(r => double.TryParse(r[c], CultureInfo.InvariantCulture, out double _))).ToArray();
        var features = Enumerable.Range(0, names.Length).Where(c => c != label).ToArray();
        var columns = features.Select(c => rows.Select(r => Missing(r[c]) ? double.NaN : numeric[c] ? Number(r[c]) : Category.Code(r[c])).ToArray()).ToArray();
        var labels = rows.Select(r => positive is null ? Number(r[label]) : r[label].StartsWith(positive, StringComparison.Ordinal) ? 1.0 : 0).ToArray();
        var schema = new FeatureSchema(features.Select(c => new FeatureSpec(names[c], numeric[c] ? FeatureKind.Numeric : FeatureKind.Categorical)));
        return new Dataset(schema, columns, labels, new long[labels.Length]);
    }

    private static string Root()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Bellwether.slnx")))
                return Path.GetFullPath(Path.Combine(at.FullName, "../shared/data"));
        throw new DirectoryNotFoundException("The bench must run from inside the repository, whose root holds Bellwether.slnx.");
    }
}
