using System.IO.Compression;
using System.Text;
using Bellwether.Benchmarks.Quality.Reading;
using Bellwether.Data.Training;

namespace Bellwether.Benchmarks.Tests.Reading;

public sealed class ReadingTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bellwether-reading-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_table_is_read_with_quotes_blanks_and_missing_values()
    {
        var table = DelimitedTable.Read(Write("t.csv.gz", "name, size,kind\r\n\"a, \"\"b\"\"\", 1.5 ,x\r\n\r\nc,,?\n"));
        Assert.Equal(["name", "size", "kind"], table.Names);
        Assert.Equal(["a, \"b\"", "c"], table.Text("name"));
        Assert.Equal([1.5, double.NaN], table.Numbers("size"));
        Assert.Equal([Category.Code("x"), double.NaN], table.Codes("kind", "?"));
        var rows = table.Dataset(DelimitedTable.Features("size", "*kind"), [1, 2]);
        Assert.Equal(FeatureKind.Categorical, rows.Schema[1].Kind);
    }

    [Fact]
    public void Tabs_without_a_header_keep_empty_fields() =>
        Assert.Equal(["", "2"], DelimitedTable.Read(Write("t.tsv", "\tx\n2\ty\n"), '\t', ["a", "b"]).Text("a"));

    [Fact]
    public void Errors_name_the_file_and_the_line()
    {
        Assert.Contains("line 3", Assert.Throws<InvalidDataException>(() => DelimitedTable.Read(Write("t.csv", "a,b\n1,2\n1\n"))).Message, StringComparison.Ordinal);
        var table = DelimitedTable.Read(Write("u.csv", "a\nx\n"));
        Assert.Contains("'x'", Assert.Throws<InvalidDataException>(() => table.Numbers("a")).Message, StringComparison.Ordinal);
        Assert.Contains("column 'b'", Assert.Throws<InvalidDataException>(() => table.Numbers("b")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SvmLight_rows_have_groups_and_zeros()
    {
        var rows = SvmLightFile.Read(Write("r.txt", "2 1:0.5 3:1\n0 2:4\n1\n"), 3, Write("r.query", "2\n1\n"));
        Assert.Equal([2.0, 0, 1], rows.Labels.ToArray());
        Assert.Equal([0.5, 0, 0], rows.Column(0).ToArray());
        Assert.Equal([1, 1, 2], rows.Groups.ToArray());
        Assert.Throws<InvalidDataException>(() => SvmLightFile.Read(Write("r.txt", "2 4:1\n"), 3));
        Assert.Throws<InvalidDataException>(() => SvmLightFile.Read(Write("r.txt", "2 1:1\n"), 3, Write("r.query", "2\n")));
    }

    [Fact]
    public void Idx_images_become_a_feature_per_pixel()
    {
        var images = Write("i", [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 5, 6, 7, 8]);
        var rows = IdxFile.Images(images, Write("l", [0, 0, 8, 1, 0, 0, 0, 2, 9, 3]));
        Assert.Equal([6.0, 8], rows.Column(1).ToArray());
        Assert.Equal([9.0, 3], rows.Labels.ToArray());
        Assert.Throws<InvalidDataException>(() => IdxFile.Read(Write("j", [0, 0, 8, 1, 0, 0, 0, 2, 9])));
    }

    private string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    private string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder.FullName, name);
        using var file = File.Create(path);
        using Stream stream = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : file;
        stream.Write(bytes);
        return path;
    }
}
