namespace Bellwether.Cli.Tests;

/// <summary>What a person is told who typed something else than there is.</summary>
public sealed class UsageTests
{
    [Fact]
    public async Task An_unknown_system_is_a_usage_error_that_lists_what_there_is()
    {
        var answer = (await Typed.RunAsync("run", "card-frowd")).MustBe(ExitCode.Usage);
        Assert.Equal("bellwether: There is no system 'card-frowd'. There are: card-fraud, ride-eta, tiny.", answer.Error.Trim());
        Assert.Empty(answer.Output);
    }

    [Theory]
    [InlineData("--dais", "run", "card-fraud", "--dais", "3")]
    [InlineData("bogus", "bogus")]
    [InlineData("many", "run", "card-fraud", "--days", "many")]
    [InlineData("-1.5", "events", "tail", "card-fraud", "-n", "-1.5")]
    public async Task What_is_not_understood_is_named_and_help_is_offered(string named, params string[] args)
    {
        var answer = (await Typed.RunAsync(args)).MustBe(ExitCode.Usage);
        Assert.Contains(named, answer.Error, StringComparison.Ordinal);
        Assert.Contains("--help'", answer.Error, StringComparison.Ordinal);
        Assert.Empty(answer.Output);
    }

    [Fact]
    public async Task A_missing_argument_is_a_usage_error()
    {
        var answer = (await Typed.RunAsync("models", "show", "card-fraud")).MustBe(ExitCode.Usage);
        Assert.Contains("Try 'bellwether models show --help'.", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_names_the_systems()
    {
        var answer = (await Typed.RunAsync("list")).MustBe(ExitCode.Done);
        Assert.Contains("card-fraud", answer.Output, StringComparison.Ordinal);
        var json = (await Typed.RunAsync("list", "--json")).MustBe(ExitCode.Done).Json();
        Assert.Equal(["card-fraud", "ride-eta", "tiny"], json.GetProperty("systems").EnumerateArray().Select(s => s.GetProperty("name").GetString()!));
    }

    [Fact]
    public async Task A_server_on_another_address_demands_keys()
    {
        var folder = Directory.CreateTempSubdirectory("bellwether-cli-").FullName;
        var answer = (await Typed.RunAsync("serve", "tiny", "--address", "0.0.0.0", "--port", "0", "--store", folder)).MustBe(ExitCode.Failed);
        Assert.Contains("key", answer.Error, StringComparison.OrdinalIgnoreCase);
        Directory.Delete(folder, recursive: true);
    }
}
