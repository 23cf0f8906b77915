namespace Bellwether.Cli.Tests;

/// <summary><c>data</c> and <c>events</c>: files in and out.</summary>
public sealed class DataTests(TinyRun run) : IClassFixture<TinyRun>
{
    [Fact]
    public async Task Profile_says_what_is_in_a_file()
    {
        var kept = run.PathOf("profile.json");
        var answer = (await Typed.RunAsync("data", "profile", run.Data, "-o", kept)).MustBe(ExitCode.Done);
        Assert.Contains("sizes.csv: 600 rows, 0 of them repeat an earlier one", answer.Output, StringComparison.Ordinal);
        var json = (await Typed.RunAsync("data", "profile", run.Data, "--json")).MustBe(ExitCode.Done);
        Assert.Equal(600, json.Json().GetProperty("rows").GetInt64());
        Assert.Equal((await File.ReadAllTextAsync(kept)).Trim(), json.Output.Trim());
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("tsv.gz")]
    [InlineData("jsonl")]
    [InlineData("parquet")]
    public async Task What_is_imported_is_exported_and_nothing_is_imported_twice(string format)
    {
        var store = run.PathOf("round-" + format);
        var first = (await Typed.RunAsync("data", "import", "tiny", run.Data, "--store", store, "--json")).MustBe(ExitCode.Done).Json();
        Assert.Equal((600, 0), (first.GetProperty("appended").GetInt32(), first.GetProperty("duplicates").GetInt32()));
        var again = (await Typed.RunAsync("data", "import", "tiny", run.Data, "--store", store, "--json")).MustBe(ExitCode.Done).Json();
        Assert.Equal((0, 600), (again.GetProperty("appended").GetInt32(), again.GetProperty("duplicates").GetInt32()));
        var file = run.PathOf("out." + format);
        var written = (await Typed.RunAsync("data", "export", "tiny", file, "--store", store, "--json")).MustBe(ExitCode.Done).Json();
        Assert.Equal(600, written.GetProperty("events").GetInt32());
        var profile = (await Typed.RunAsync("data", "profile", file, "--json")).MustBe(ExitCode.Done).Json();
        Assert.Equal(600, profile.GetProperty("rows").GetInt64());
        var refused = (await Typed.RunAsync("data", "export", "tiny", file, "--store", store)).MustBe(ExitCode.Failed);
        Assert.Contains("out." + format, refused.Error, StringComparison.Ordinal);
        (await Typed.RunAsync("data", "export", "tiny", file, "--store", store, "--overwrite")).MustBe(ExitCode.Done);
    }

    [Fact]
    public async Task A_ragged_row_is_named_with_its_column_and_nothing_of_it_is_lost()
    {
        var ragged = run.PathOf("ragged.csv");
        await File.WriteAllLinesAsync(ragged, ["id,time,size,took", "r1,2026-03-01T00:00:00Z,4,17", "r2,2026-03-01T00:01:00Z,5", "r3,2026-03-01T00:02:00Z,6,23"]);
        var answer = (await Typed.RunAsync("data", "import", "tiny", ragged, "--store", run.PathOf("ragged"))).MustBe(ExitCode.Failed);
        Assert.Contains("ragged.csv", answer.Error, StringComparison.Ordinal);
        Assert.Matches(@"(row|line) 3\b", answer.Error);
        Assert.Contains("took", answer.Error, StringComparison.Ordinal);
        Assert.Empty(answer.Output);
    }

    [Fact]
    public async Task A_value_that_does_not_fit_is_named_with_row_and_column_and_may_be_skipped()
    {
        var bad = run.PathOf("bad.csv");
        await File.WriteAllLinesAsync(bad, ["id,time,size", "b1,2026-03-01T00:00:00Z,4", "b2,2026-03-01T00:01:00Z,5000", "b3,2026-03-01T00:02:00Z,6"]);
        var answer = (await Typed.RunAsync("data", "import", "tiny", bad, "--store", run.PathOf("bad"))).MustBe(ExitCode.Failed);
        Assert.Contains("row 2, 'size': must be a finite number between 0 and 1000, but is 5000", answer.Error, StringComparison.Ordinal);
        var skipped = (await Typed.RunAsync("data", "import", "tiny", bad, "--store", run.PathOf("bad"), "--skip-bad-rows", "--json")).MustBe(ExitCode.Done).Json();
        Assert.Equal(1, skipped.GetProperty("rejected").GetInt32());
    }

    [Fact]
    public async Task A_truncated_parquet_file_fails_and_is_named()
    {
        var (whole, half) = (run.PathOf("whole.parquet"), run.PathOf("half.parquet"));
        var store = run.PathOf("parquet");
        (await Typed.RunAsync("data", "import", "tiny", run.Data, "--store", store)).MustBe(ExitCode.Done);
        (await Typed.RunAsync("data", "export", "tiny", whole, "--store", store)).MustBe(ExitCode.Done);
        var bytes = await File.ReadAllBytesAsync(whole);
        await File.WriteAllBytesAsync(half, bytes[..(bytes.Length / 2)]);
        foreach (var args in new string[][] { ["data", "profile", half], ["data", "import", "tiny", half, "--store", run.PathOf("half")], ["run", "tiny", "--data", half, "--store", run.PathOf("half-run")] })
        {
            var answer = (await Typed.RunAsync(args)).MustBe(ExitCode.Failed);
            Assert.Contains("half.parquet", answer.Error, StringComparison.Ordinal);
            Assert.Empty(answer.Output);
        }
    }

    [Fact]
    public async Task An_event_type_that_the_system_does_not_take_is_a_usage_error()
    {
        var answer = (await Typed.RunAsync("data", "import", "tiny", run.Data, "--type", "Nothing", "--store", run.PathOf("type"))).MustBe(ExitCode.Usage);
        Assert.Equal("bellwether: tiny has no event type 'Nothing'. There are: Asked, Took.", answer.Error.Trim());
    }

    [Fact]
    public async Task Events_tail_gives_the_last_ones_in_order()
    {
        var store = run.PathOf("tail");
        (await Typed.RunAsync("data", "import", "tiny", run.Data, "--store", store)).MustBe(ExitCode.Done);
        var json = (await Typed.RunAsync("events", "tail", "tiny", "-n", "3", "--store", store, "--json")).MustBe(ExitCode.Done).Json();
        Assert.Equal(["a597", "a598", "a599"], json.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("id").GetString()!));
        var lines = (await Typed.RunAsync("events", "tail", "tiny", "-n", "5", "--type", "Asked", "--store", store)).MustBe(ExitCode.Done).Output.Trim().Split('\n');
        Assert.Equal(5, lines.Length);
        Assert.Contains("a599", lines[^1], StringComparison.Ordinal);
        Assert.Empty((await Typed.RunAsync("events", "tail", "tiny", "--type", "Took", "--store", store)).MustBe(ExitCode.Done).Output);
    }

    [Fact]
    public async Task Keys_are_shown_once_and_revoked_by_name()
    {
        var file = run.PathOf("keys.json");
        var key = (await Typed.RunAsync("keys", "create", "ada", "--role", "Operate", "--file", file, "--json")).MustBe(ExitCode.Done).Json().GetProperty("key").GetString()!;
        Assert.DoesNotContain(key, await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        var listed = (await Typed.RunAsync("keys", "list", "--file", file, "--json")).MustBe(ExitCode.Done);
        Assert.Equal("ada", listed.Json().GetProperty("keys")[0].GetProperty("name").GetString());
        Assert.DoesNotContain(key, listed.Output, StringComparison.Ordinal);
        (await Typed.RunAsync("keys", "revoke", "ada", "--file", file)).MustBe(ExitCode.Done);
        Assert.Equal(0, (await Typed.RunAsync("keys", "list", "--file", file, "--json")).Json().GetProperty("keys").GetArrayLength());
        Assert.Contains("no key of 'ada'", (await Typed.RunAsync("keys", "revoke", "ada", "--file", file)).MustBe(ExitCode.Failed).Error, StringComparison.Ordinal);
    }
}
