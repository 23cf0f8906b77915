using System.Text.Json;

namespace Bellwether.Cli.Tests;

/// <summary><c>run</c>, and what follows it on the same workspace.</summary>
public sealed class RunTests(TinyRun run) : IClassFixture<TinyRun>
{
    private static readonly string[] s_keys = ["system", "data", "ladder", "decisions", "rollout", "faults", "business", "document"];

    [Fact]
    public void A_run_on_a_file_is_done_and_prints_one_json_object_with_the_promised_keys()
    {
        run.Answer.MustBe(ExitCode.Done);
        var report = run.Answer.Json();
        Assert.Superset(s_keys.ToHashSet(), report.EnumerateObject().Select(p => p.Name).ToHashSet());
        AssertKeys(report.GetProperty("data"), "source", "events", "from", "to");
        Assert.Equal(TinyRun.Rows, report.GetProperty("data").GetProperty("events").GetInt32());
        AssertKeys(report.GetProperty("ladder")[0], "model", "metric", "value", "low", "high", "p50Us", "p99Us", "trainSeconds", "bytes", "chosen");
        AssertKeys(report.GetProperty("decisions"), "count", "p50Us", "p99Us", "byLevel");
        AssertKeys(report.GetProperty("business")[0], "name", "unit", "value", "baseline", "oracle");
        Assert.True(File.Exists(report.GetProperty("document").GetString()));
    }

    [Fact]
    public void The_ladder_holds_every_rung_and_the_better_one_is_chosen()
    {
        var ladder = run.Answer.Json().GetProperty("ladder");
        Assert.Equal(2, ladder.GetArrayLength());
        var (guess, linear) = (ladder[0], ladder[1]);
        Assert.False(guess.GetProperty("chosen").GetBoolean());
        Assert.True(linear.GetProperty("chosen").GetBoolean());
        Assert.InRange(linear.GetProperty("value").GetDouble(), 0.5, 1.2); // noise of one second: a mean error of 0.8
        Assert.True(linear.GetProperty("low").GetDouble() < linear.GetProperty("value").GetDouble());
        Assert.True(linear.GetProperty("high").GetDouble() > linear.GetProperty("value").GetDouble());
        Assert.True(linear.GetProperty("high").GetDouble() < guess.GetProperty("low").GetDouble());
    }

    [Fact]
    public async Task A_simulated_run_prints_the_same_keys()
    {
        var answer = await Typed.RunAsync("run", "ride-eta", "--days", "1", "--store", run.PathOf("simulated"), "--json");
        Assert.Contains(answer.Code, new[] { ExitCode.Done, ExitCode.GateNotPassed });
        Assert.Superset(s_keys.ToHashSet(), answer.Json().EnumerateObject().Select(p => p.Name).ToHashSet());
        Assert.True(answer.Json().GetProperty("decisions").GetProperty("audited").GetInt64() > 1_000);
        Assert.Equal(0, answer.Json().GetProperty("decisions").GetProperty("mismatches").GetInt64());
    }

    [Fact]
    public async Task A_claim_that_does_not_hold_gives_exit_code_3_and_is_named()
    {
        var answer = await Typed.RunAsync([new TinySystem(limit: 0.01)], "run", "tiny", "--data", run.Data, "--store", run.PathOf("strict"));
        answer.MustBe(ExitCode.GateNotPassed);
        Assert.Contains("NO", answer.Output, StringComparison.Ordinal);
        Assert.Contains("mean error", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_json_tables_are_printed()
    {
        var answer = (await Typed.RunAsync("run", "tiny", "--data", run.Data, "--store", run.PathOf("tables"))).MustBe(ExitCode.Done);
        foreach (var part in new[] { "The ladder", "linear regression", "The business", "Claims of the design", "Vectors derived again from the log: 600; different in any bit: 0", "Design document: " })
            Assert.Contains(part, answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_a_user_runs_with_a_mapping()
    {
        var odd = run.PathOf("odd.tsv");
        await File.WriteAllLinesAsync(odd, (await File.ReadAllLinesAsync(run.Data)).Select((l, i) => i == 0 ? "Ticket No\tOpened At\tWeight (kg)\tSecs" : l.Replace(',', '\t')));
        var answer = await Typed.RunAsync("run", "tiny", "--data", odd, "--map", "id=Ticket No,time=Opened At,size=Weight (kg),label=Secs", "--store", run.PathOf("odd"), "--json", "--seed", "3");
        answer.MustBe(ExitCode.Done);
        Assert.Equal(run.Answer.Json().GetProperty("ladder")[1].GetProperty("value").GetDouble(), answer.Json().GetProperty("ladder")[1].GetProperty("value").GetDouble(), 12);
    }

    [Fact]
    public async Task A_mapping_that_cannot_be_read_is_a_usage_error()
    {
        var answer = (await Typed.RunAsync("run", "tiny", "--data", run.Data, "--map", "nonsense", "--store", run.PathOf("bad-map"))).MustBe(ExitCode.Usage);
        Assert.Contains("but 'nonsense' is neither", answer.Error, StringComparison.Ordinal);
        Assert.Empty(answer.Output);
    }

    [Fact]
    public async Task A_mapping_that_names_a_column_that_is_not_there_fails_and_lists_the_columns()
    {
        var answer = (await Typed.RunAsync("run", "tiny", "--data", run.Data, "--map", "size=Weight", "--store", run.PathOf("bad-column"))).MustBe(ExitCode.Failed);
        Assert.Contains("Weight", answer.Error, StringComparison.Ordinal);
        Assert.Contains("took", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_fails_and_is_named()
    {
        var answer = (await Typed.RunAsync("run", "tiny", "--data", run.PathOf("nowhere.csv"), "--store", run.PathOf("none"))).MustBe(ExitCode.Failed);
        Assert.Contains("nowhere.csv", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_live_workspace_is_not_replaced_unless_moved_aside()
    {
        var store = run.PathOf("live");
        (await Typed.RunAsync("data", "import", "tiny", run.Data, "--store", store)).MustBe(ExitCode.Done);
        var refused = (await Typed.RunAsync("run", "tiny", "--data", run.Data, "--store", store)).MustBe(ExitCode.Failed);
        Assert.Contains("--fresh", refused.Error, StringComparison.Ordinal);
        (await Typed.RunAsync("run", "tiny", "--data", run.Data, "--store", store, "--fresh")).MustBe(ExitCode.Done);
        Assert.Equal(2, Directory.GetDirectories(store).Length);
    }

    [Fact]
    public async Task Design_writes_the_document_of_the_last_run()
    {
        var answer = (await Typed.RunAsync("design", "tiny", "--store", run.Store, "-o", run.PathOf("written"), "--json")).MustBe(ExitCode.Done);
        Assert.True(answer.Json().GetProperty("measured").GetBoolean());
        var text = await File.ReadAllTextAsync(answer.Json().GetProperty("document").GetString()!);
        Assert.Contains("_Written from a run on sizes.csv (seed 3", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_without_labelled_decisions_says_what_is_missing()
    {
        var answer = (await Typed.RunAsync("train", "tiny", "--store", run.PathOf("empty"))).MustBe(ExitCode.Failed);
        Assert.Contains("Run or serve the system first", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_of_a_version_that_is_not_there_says_how_to_list_them()
    {
        var answer = (await Typed.RunAsync("evaluate", "tiny", "--model", "v99", "--store", run.Store)).MustBe(ExitCode.Failed);
        Assert.Contains("'v99'", answer.Error, StringComparison.Ordinal);
        Assert.Contains("models list tiny", answer.Error, StringComparison.Ordinal);
    }

    private static void AssertKeys(JsonElement element, params string[] keys) =>
        Assert.Superset(keys.ToHashSet(), element.EnumerateObject().Select(p => p.Name).ToHashSet());
}
