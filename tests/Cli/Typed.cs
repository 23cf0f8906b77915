using Bellwether.Gallery;
using Bellwether.Systems;

namespace Bellwether.Cli.Tests;

/// <summary>What a command answered.</summary>
internal sealed record Typed(int Code, string Output, string Error)
{
    /// <summary>The systems the commands of the tests know: those of the gallery and a tiny one.</summary>
    public static IReadOnlyList<MlSystem> Systems { get; } = [.. SystemGallery.All, new TinySystem(limit: 100)];

    public static Task<Typed> RunAsync(params string[] args) => RunAsync(Systems, args);

    public static async Task<Typed> RunAsync(IReadOnlyList<MlSystem> systems, params string[] args)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await CommandLine.RunAsync(args, systems, output, error, errorIsTerminal: false);
        return new Typed(code, output.ToString(), error.ToString());
    }

    /// <summary>The output as the one JSON object that it must be.</summary>
    public System.Text.Json.JsonElement Json()
    {
        var json = System.Text.Json.JsonDocument.Parse(Output).RootElement;
        Assert.Equal(System.Text.Json.JsonValueKind.Object, json.ValueKind);
        return json;
    }

    public Typed MustBe(int code)
    {
        Assert.True(Code == code, $"The exit code must be {code}, but is {Code}.\n{Error}\n{Output}");
        return this;
    }
}
