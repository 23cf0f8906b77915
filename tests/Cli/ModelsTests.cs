namespace Bellwether.Cli.Tests;

/// <summary><c>models</c>, on the registry that a run left.</summary>
public sealed class ModelsTests(TinyRun run) : IClassFixture<TinyRun>
{
    [Fact]
    public async Task List_gives_every_version_with_its_aliases()
    {
        var json = (await Typed.RunAsync("models", "list", "tiny", "--store", run.Store, "--json")).MustBe(ExitCode.Done).Json();
        var versions = json.GetProperty("versions").EnumerateArray().ToList();
        Assert.Equal(["v1", "v2"], versions.Select(v => v.GetProperty("version").GetString()!));
        Assert.Equal("production", versions[1].GetProperty("aliases").GetString());
        var table = (await Typed.RunAsync("models", "list", "tiny", "--store", run.Store)).MustBe(ExitCode.Done);
        Assert.Contains("linear", table.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_gives_the_lineage_of_a_version_or_alias()
    {
        var json = (await Typed.RunAsync("models", "show", "tiny", "production", "--store", run.Store)).MustBe(ExitCode.Done).Json();
        Assert.Equal(2, json.GetProperty("number").GetInt32());
        Assert.Equal("linear regression", json.GetProperty("lineage").GetProperty("options").GetProperty("rung").GetString());
        Assert.True(json.GetProperty("metrics").TryGetProperty("mae", out _));
    }

    [Fact]
    public async Task Diff_says_what_differs()
    {
        var table = (await Typed.RunAsync("models", "diff", "tiny", "v1", "v2", "--store", run.Store)).MustBe(ExitCode.Done);
        Assert.Contains("option rung", table.Output, StringComparison.Ordinal);
        Assert.Contains("metric mae", table.Output, StringComparison.Ordinal);
        (await Typed.RunAsync("models", "diff", "tiny", "v1", "v2", "--store", run.Store, "--json")).MustBe(ExitCode.Done).Json();
    }

    [Fact]
    public async Task Promote_and_rollback_move_production_there_and_back()
    {
        var store = run.CopyOfStore("promoted");
        var there = (await Typed.RunAsync("models", "promote", "tiny", "v1", "--reason", "a test", "--store", store, "--json")).MustBe(ExitCode.Done).Json();
        Assert.Equal(("v2", "v1"), (there.GetProperty("from").GetString(), there.GetProperty("to").GetString()));
        Assert.Equal(1, await ProductionAsync(store));
        var back = (await Typed.RunAsync("models", "rollback", "tiny", "--store", store)).MustBe(ExitCode.Done);
        Assert.Equal("production of tiny: v1 -> v2", back.Output.Trim());
        Assert.Equal(2, await ProductionAsync(store));
    }

    [Fact]
    public async Task A_version_that_is_not_there_fails_and_lists_what_there_is()
    {
        foreach (var verb in new[] { "show", "promote" })
        {
            var answer = (await Typed.RunAsync("models", verb, "tiny", "v77", "--store", run.Store)).MustBe(ExitCode.Failed);
            Assert.Contains("no version or alias 'v77'. There are: v1, v2, production", answer.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Rollback_without_a_move_before_has_nothing_to_go_back_to()
    {
        var answer = (await Typed.RunAsync("models", "rollback", "tiny", "--store", run.PathOf("never"))).MustBe(ExitCode.Failed);
        Assert.Contains("nothing to go back to", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_registry_fails_and_names_the_file()
    {
        var store = run.CopyOfStore("damaged");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(store, "tiny", "registry"), "*", SearchOption.AllDirectories))
            await File.WriteAllTextAsync(file, "{ this is not");
        var answer = (await Typed.RunAsync("models", "list", "tiny", "--store", store)).MustBe(ExitCode.Failed);
        Assert.Contains("registry", answer.Error, StringComparison.Ordinal);
        Assert.Empty(answer.Output);
    }

    private static async Task<int> ProductionAsync(string store) =>
        (await Typed.RunAsync("models", "show", "tiny", "production", "--store", store)).MustBe(ExitCode.Done).Json().GetProperty("number").GetInt32();
}
