using System.IO.Compression;
using System.Text;
using Bellwether.Data.Tables;
using Bellwether.Storage.DuckDb.Tables;

namespace Bellwether.Storage.Tests.DuckDb.Tables;

public sealed class TableFileTests : IDisposable
{
    private static readonly TableColumn[] s_columns =
    [
        new("text, \"quoted\"", TableColumnKind.Text), new("number", TableColumnKind.Number), new("whole", TableColumnKind.Integer),
        new("truth", TableColumnKind.Boolean), new("time", TableColumnKind.Time),
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly DuckDbTableFiles _files = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("t.csv")]
    [InlineData("t.tsv")]
    [InlineData("t.csv.gz")]
    [InlineData("t.jsonl")]
    [InlineData("t.jsonl.gz")]
    [InlineData("t.parquet")]
    public async Task What_is_written_is_read_back_in_order(string name)
    {
        const int Rows = 70_000;
        var path = _folder.File(name);
        Assert.Equal(Rows, await _files.WriteAsync(path, s_columns, Generate(Rows)));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
        await using var reader = await _files.OpenAsync(path);
        Assert.Equal(s_columns, reader.Columns);
        var expected = Generate(Rows).GetAsyncEnumerator();
        long row = 0;
        var progress = 0.0;
        while (await reader.ReadAsync() is { } batch)
        {
            Assert.Equal(row + 1, batch.FirstRow);
            Assert.InRange(reader.Progress, progress, 1);
            progress = reader.Progress;
            for (var i = 0; i < batch.RowCount; i++, row++)
            {
                Assert.True(await expected.MoveNextAsync());
                for (var c = 0; c < s_columns.Length; c++)
                    Assert.Equal(expected.Current[c], batch.Value(c, i));
            }
        }

        Assert.Equal(Rows, row);
        Assert.Equal(1, reader.Progress);
    }

    [Fact]
    public async Task An_existing_file_is_replaced_only_when_asked_and_never_left_half_written()
    {
        var path = _folder.File("t.csv");
        await File.WriteAllTextAsync(path, "old");
        Assert.Contains("must not exist", (await Assert.ThrowsAsync<TableFileException>(async () => await _files.WriteAsync(path, s_columns, Generate(3)))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidDataException>(async () => await _files.WriteAsync(path, s_columns, Broken(), overwrite: true));
        Assert.Equal("old", await File.ReadAllTextAsync(path));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
        Assert.Equal(3, await _files.WriteAsync(path, s_columns, Generate(3), overwrite: true));
        Assert.StartsWith("\"text, \"\"quoted\"\"\",number", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ragged_row_is_named_by_line_and_column()
    {
        var lines = Enumerable.Range(0, 30_000).Select(i => i == 25_000 ? "1,2" : $"{i},{i * 2},x").Prepend("a,b,c");
        var error = await FailureOf("ragged.csv", string.Join('\n', lines));
        Assert.Equal(25_002, error.Line);
        Assert.Equal("c", error.Column);
        Assert.Contains("3 values, but this one has 2", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(200, 100)]
    [InlineData(30_000, 12)]
    public async Task A_ragged_row_near_the_beginning_is_named_too(int rows, int ragged)
    {
        var lines = Enumerable.Range(0, rows).Select(i => i == ragged ? "1,2" : $"{i},{i * 2},x").Prepend("a,b,c");
        var error = await FailureOf("early.csv", string.Join('\n', lines));
        Assert.Equal(ragged + 2, error.Line);
        Assert.Equal("c", error.Column);
    }

    [Fact]
    public async Task A_value_of_another_type_is_named_by_line_and_column()
    {
        var lines = Enumerable.Range(0, 30_000).Select(i => i == 25_000 ? "1,many" : $"{i},{i * 2}").Prepend("a,b");
        var error = await FailureOf("typed.csv", string.Join('\n', lines), new TableFileOptions { SampleRows = 1_000 });
        Assert.Equal(25_002, error.Line);
        Assert.Equal("b", error.Column);
        Assert.Contains("\"many\" is no BIGINT", error.Message, StringComparison.Ordinal);
        await using var reader = await _files.OpenAsync(_folder.File("typed.csv"), new TableFileOptions { SampleRows = 1_000, TextColumns = ["b"] });
        Assert.Equal(TableColumnKind.Text, reader.Columns[1].Kind);
        Assert.Equal(30_000, await CountAsync(reader));
    }

    [Fact]
    public async Task A_file_that_is_missing_empty_or_of_unknown_format_is_named()
    {
        Assert.Contains("does not exist", (await Assert.ThrowsAsync<TableFileException>(async () => await _files.OpenAsync(_folder.File("no.csv")))).Message, StringComparison.Ordinal);
        Assert.Contains("but is empty", (await FailureOf("empty.csv", "")).Message, StringComparison.Ordinal);
        Assert.Contains("but that is '.xlsx'", (await FailureOf("book.xlsx", "x")).Message, StringComparison.Ordinal);
        Assert.Contains("is a folder", (await Assert.ThrowsAsync<TableFileException>(async () => await _files.OpenAsync(_folder.Path, new TableFileOptions { Format = TableFormat.Csv }))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_gzip_stream_is_named()
    {
        Assert.Contains("no sound gzip", (await FailureOf("not.csv.gz", "a,b\n1,2\n")).Message, StringComparison.Ordinal);
        var path = _folder.File("cut.csv.gz");
        await _files.WriteAsync(path, s_columns, Generate(50_000));
        var bytes = await File.ReadAllBytesAsync(path);
        await File.WriteAllBytesAsync(path, bytes.AsMemory(0, bytes.Length / 2));
        await Assert.ThrowsAsync<TableFileException>(async () => await ReadAllAsync(path, null));
        using (var empty = new GZipStream(File.Create(_folder.File("empty.csv.gz")), CompressionLevel.Fastest))
            empty.Write([]);
        Assert.Contains("empty", (await Assert.ThrowsAsync<TableFileException>(async () => await ReadAllAsync(_folder.File("empty.csv.gz"), null))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_parquet_file_that_is_cut_short_is_named()
    {
        var path = _folder.File("t.parquet");
        await _files.WriteAsync(path, s_columns, Generate(1_000));
        var bytes = await File.ReadAllBytesAsync(path);
        await File.WriteAllBytesAsync(path, bytes.AsMemory(0, bytes.Length - 100));
        Assert.Contains("sound Parquet file", (await Assert.ThrowsAsync<TableFileException>(async () => await ReadAllAsync(path, null))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_are_named()
    {
        var path = _folder.File("latin.csv");
        await File.WriteAllBytesAsync(path, Encoding.Latin1.GetBytes("name,n\nMüller,1\nCafé,2\n"));
        Assert.Contains("must be UTF-8", (await Assert.ThrowsAsync<TableFileException>(async () => await ReadAllAsync(path, new TableFileOptions { Delimiter = ',', HasHeader = true }))).Message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("fraud-ulb-sample", "creditcard_head9507_plus_frauds.csv.gz", 31, "Class", TableColumnKind.Integer)]
    [InlineData("nyc-taxi-fare", "taxi-fare-train.csv.gz", 7, "trip_distance", TableColumnKind.Number)]
    [InlineData("nyc-trip-duration", "taxi_tour_table_train_simple.csv.gz", 11, "pickup_datetime", TableColumnKind.Time)]
    [InlineData("adult-census", "adult.data.gz", 15, "age", TableColumnKind.Integer)]
    [InlineData("sms-spam", "sms.tsv.gz", 2, "column1", TableColumnKind.Text)]
    public async Task Public_files_are_read_whole(string folder, string name, int columns, string column, TableColumnKind kind)
    {
        var path = SharedData.File(folder, name);
        var plain = new TableFileOptions { HasHeader = false, QuotesAreText = true };
        await using var reader = await _files.OpenAsync(path, folder == "sms-spam" ? plain : null);
        Assert.Equal(columns, reader.Columns.Count);
        Assert.Equal(kind, reader.Columns.Single(c => c.Name == column).Kind);
        Assert.Equal(LinesOf(path) - (folder == "sms-spam" ? 0 : 1), await CountAsync(reader));
    }

    private static long LinesOf(string path)
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        long lines = 0;
        while (text.ReadLine() is { } line)
            lines += line.Length > 0 ? 1 : 0;
        return lines;
    }

    private static async Task<long> CountAsync(ITableReader reader)
    {
        long rows = 0;
        while (await reader.ReadAsync() is { } batch)
            rows += batch.RowCount;
        return rows;
    }

    private async Task<long> ReadAllAsync(string path, TableFileOptions? options)
    {
        await using var reader = await _files.OpenAsync(path, options);
        return await CountAsync(reader);
    }

    private async Task<TableFileException> FailureOf(string name, string content, TableFileOptions? options = null)
    {
        await File.WriteAllTextAsync(_folder.File(name), content);
        return await Assert.ThrowsAsync<TableFileException>(async () => await ReadAllAsync(_folder.File(name), options));
    }

    private static async IAsyncEnumerable<object?[]> Generate(int rows)
    {
        for (var i = 0; i < rows; i++)
        {
            yield return i % 7 == 6
                ? [null, null, null, null, null]
                : [$"line {i}, \"ž\"", i / 8.0 + 0.1, (long)i, i % 2 == 0, DateTimeOffset.UnixEpoch.AddMicroseconds(i * 1_000_001L)];
            if (i % 10_000 == 0)
                await Task.Yield();
        }
    }

    private static async IAsyncEnumerable<object?[]> Broken()
    {
        await Task.Yield();
        yield return ["a", 1.0, 1L, true, DateTimeOffset.UnixEpoch];
        throw new InvalidDataException("the source broke");
    }
}
