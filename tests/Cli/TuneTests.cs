using System.Text.Json;
using Bellwether.Registry;

namespace Bellwether.Cli.Tests;

/// <summary><c>tune</c> on the tiny system, whose label is three times its size and five.</summary>
public sealed class TuneTests(TinyRun run) : IClassFixture<TinyRun>
{
    [Fact]
    public async Task Tuning_on_a_file_keeps_every_trial_and_registers_the_best()
    {
        var store = run.PathOf("tuned");
        var answer = (await Typed.RunAsync("tune", "tiny", "--data", run.Data, "--learner", "linear", "--trials", "14", "--threads", "2", "--store", store, "--json")).MustBe(ExitCode.Done);
        var report = answer.Json();
        var trials = report.GetProperty("trials").EnumerateArray().ToArray();
        Assert.Equal(14, trials.Length);
        Assert.All(trials, t => Assert.Equal("Succeeded", t.GetProperty("status").GetString()));
        var best = Assert.Single(trials, t => t.GetProperty("isBest").GetBoolean());
        Assert.Equal(trials.Min(t => t.GetProperty("value").GetDouble()), best.GetProperty("value").GetDouble());
        var registry = ModelRegistry.Open(Path.Combine(store, "tiny", "registry"), TimeProvider.System);
        Assert.Equal(14, registry.Versions("tiny-trials").Count());
        var kept = registry.Find("tiny-trials", best.GetProperty("version").GetString()!)!;
        Assert.Equal(best.GetProperty("value").GetDouble(), kept.Metrics["mae"].Value);
        Assert.Equal(best.GetProperty("point").GetProperty("penalty").GetString(), kept.Lineage.Options["point: penalty"]);
        Assert.Equal(best.GetProperty("seed").GetUInt64(), kept.Lineage.Seed);
        Assert.Equal("Succeeded", kept.Tags["status"]);
        Assert.NotNull(kept.Lineage.EventsHash);
        using var whole = JsonDocument.Parse(await registry.GetAsync(kept.Objects["trial"]));
        Assert.Equal("linear", whole.RootElement.GetProperty("space").GetString());
        Assert.Equal(report.GetProperty("version").GetString(), registry.Aliases("tiny")["tuned"]);
        Assert.Contains("by time", report.GetProperty("folds").GetString(), StringComparison.Ordinal);
        // Beside the ladder of the system: a guess, a line, and the tuned line.
        Assert.Equal(["a guess", "linear regression", "tuned linear"], report.GetProperty("ladder").EnumerateArray().Select(r => r.GetProperty("model").GetString()!));
    }

    [Fact]
    public async Task Auto_tunes_every_learner_and_chooses_the_simplest_that_is_not_worse()
    {
        var answer = (await Typed.RunAsync("tune", "tiny", "--data", run.Data, "--auto", "--p99", "50ms", "--trials", "4", "--search", "random", "--store", run.PathOf("auto"), "--json")).MustBe(ExitCode.Done);
        var ladder = answer.Json().GetProperty("ladder").EnumerateArray().ToArray();
        Assert.Equal(["tuned constant", "tuned linear", "tuned boosted trees"], ladder.Select(r => r.GetProperty("model").GetString()!));
        Assert.Equal("tuned linear", Assert.Single(ladder, r => r.GetProperty("chosen").GetBoolean()).GetProperty("model").GetString());
        Assert.Equal(9, answer.Json().GetProperty("trials").GetArrayLength()); // a constant has nothing to tune: 1 + 4 + 4
    }

    [Fact]
    public async Task Auto_leaves_out_what_is_too_large_and_fails_when_everything_is()
    {
        var small = (await Typed.RunAsync("tune", "tiny", "--data", run.Data, "--auto", "--model-size", "250B", "--trials", "2", "--store", run.PathOf("small"), "--json")).MustBe(ExitCode.Done);
        Assert.DoesNotContain(small.Json().GetProperty("ladder").EnumerateArray(), r => r.GetProperty("model").GetString() == "tuned boosted trees");
        Assert.All(small.Json().GetProperty("trials").EnumerateArray().Where(t => t.GetProperty("space").GetString() == "boosted trees"), t =>
            Assert.Equal(("Rejected", true), (t.GetProperty("status").GetString(), t.GetProperty("error").GetString()!.Contains("at most 250 bytes", StringComparison.Ordinal))));
        Assert.Contains("boosted trees", Assert.Single(small.Json().GetProperty("leftOut").EnumerateArray()).GetString(), StringComparison.Ordinal);
        var none = (await Typed.RunAsync("tune", "tiny", "--data", run.Data, "--auto", "--model-size", "9B", "--trials", "2", "--store", run.PathOf("none-small"))).MustBe(ExitCode.Failed);
        Assert.Contains("must be at most 9 bytes", none.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trials_are_the_same_at_any_number_of_threads_and_print_as_tables()
    {
        async Task<string> Trials(string threads) => string.Join('\n',
            (await Typed.RunAsync("tune", "tiny", "--data", run.Data, "--trials", "3", "--folds", "2", "--threads", threads, "--store", run.PathOf("threads" + threads), "--json")).MustBe(ExitCode.Done)
                .Json().GetProperty("trials").EnumerateArray().Select(t => $"{t.GetProperty("point")} {t.GetProperty("value")} {t.GetProperty("seed")}"));

        Assert.Equal(await Trials("1"), await Trials("3"));
        var tables = (await Typed.RunAsync("tune", "tiny", "--data", run.Data, "--learner", "linear", "--search", "halving", "--trials", "9", "--store", run.PathOf("tune-tables"))).MustBe(ExitCode.Done);
        foreach (var part in new[] { "Trials of linear", "On rows that no trial has seen", "best", "Chosen: LinearRegression", "alias 'tuned'" })
            Assert.Contains(part, tables.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--p99", "fast"), InlineData("--p99", "0s"), InlineData("--model-size", "9"), InlineData("--time", "-1m"), InlineData("--search", "luck"), InlineData("--trials", "0"), InlineData("--folds", "1")]
    public async Task What_cannot_be_read_is_a_usage_error_that_names_the_option(string option, string value)
    {
        var answer = (await Typed.RunAsync("tune", "tiny", "--data", run.Data, option, value, "--store", run.PathOf("usage"))).MustBe(ExitCode.Usage);
        Assert.Contains(option, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_tuned_says_what_can()
    {
        var unknown = (await Typed.RunAsync("tune", "tiny", "--data", run.Data, "--learner", "magic", "--store", run.PathOf("unknown"))).MustBe(ExitCode.Failed);
        Assert.Contains("constant, linear, boosted trees", unknown.Error, StringComparison.Ordinal);
        var empty = (await Typed.RunAsync("tune", "tiny", "--store", run.PathOf("empty-tune"))).MustBe(ExitCode.Failed);
        Assert.Contains("Run or serve the system first", empty.Error, StringComparison.Ordinal);
        var late = (await Typed.RunAsync("tune", "tiny", "--data", run.Data, "--time", "1us", "--store", run.PathOf("late"))).MustBe(ExitCode.Failed);
        Assert.Contains("time budget", late.Error, StringComparison.Ordinal);
    }
}
