using System.Globalization;
using Bellwether.Registry;

namespace Bellwether.Cli.Tests.Faults;

/// <summary>Starts that must not be: each says what is wrong and what to do, exits with 1, and touches nothing.</summary>
[Collection(FaultsCollection.Name)]
public sealed class RefusedStartTests : IDisposable
{
    private readonly string _store = Directory.CreateTempSubdirectory("bwr-").FullName;

    private string Folder => Path.Combine(_store, "card-fraud");

    private string Registry => Path.Combine(Folder, "registry");

    public void Dispose() => Directory.Delete(_store, recursive: true);

    [Fact]
    public async Task A_second_process_on_a_served_store_is_refused_by_the_name_of_the_first()
    {
        await using var server = await ServerProcess.StartAsync(_store);
        var first = $"process {server.Id.ToString(CultureInfo.InvariantCulture)} has it open";
        (await CommandResult.OfAsync("serve", "card-fraud", "--port", "0", "--store", _store)).Refused(first, "Stop that process");
        (await CommandResult.OfAsync("run", "card-fraud", "--days", "3", "--store", _store)).Refused(first);
        (await CommandResult.OfAsync("run", "card-fraud", "--days", "3", "--fresh", "--store", _store)).Refused(first);
        Assert.Equal([Folder], Directory.GetDirectories(_store));

        var ledger = new Ledger();
        await new Load(ledger, "s", 3).RunUntilAsync(server.Url, 50);
        Assert.Empty(ledger.Refusals);
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task Without_its_native_library_the_program_says_where_it_looked_and_what_to_run()
    {
        var missing = Path.Combine(_store, "libduckdb.so");
        (await CommandResult.OfAsync([("BELLWETHER_DUCKDB_LIBRARY", missing)], "serve", "card-fraud", "--port", "0", "--store", _store))
            .Refused(missing, "no such file", "dotnet build");
        var broken = Path.Combine(_store, "half.so");
        await File.WriteAllBytesAsync(broken, [0x7f, .. "ELF"u8, 2, 1, 1]);
        (await CommandResult.OfAsync([("BELLWETHER_DUCKDB_LIBRARY", broken)], "run", "card-fraud", "--days", "3", "--store", Path.Combine(_store, "other")))
            .Refused(broken, "dotnet build");
    }

    [Fact]
    public async Task A_registry_of_a_newer_version_is_refused_and_left_alone()
    {
        Directory.CreateDirectory(Registry);
        var format = Path.Combine(Registry, "format");
        await File.WriteAllTextAsync(format, "bellwether-registry 99\n");
        (await CommandResult.OfAsync("serve", "card-fraud", "--port", "0", "--store", _store)).Refused(Registry, "99", "a newer version of the program wrote it");
        (await CommandResult.OfAsync("models", "list", "card-fraud", "--store", _store)).Refused(Registry, "99");
        Assert.Equal([format], Directory.GetFiles(Registry, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("flipped", "the file was damaged")]
    [InlineData("missing", "does not exist")]
    [InlineData("no model", "models rollback")]
    public async Task A_damaged_model_in_production_is_refused_with_the_way_back_which_works(string damage, string says)
    {
        await using (var first = await ServerProcess.StartAsync(_store))
            Assert.Equal(0, await first.StopAsync());
        var registry = ModelRegistry.Open(Registry, TimeProvider.System);
        var hash = await registry.PutAsync("a model it is not"u8.ToArray());
        var second = await registry.RegisterAsync("card-fraud", new VersionDraft { Objects = new Dictionary<string, ObjectHash> { ["model"] = hash } });
        Assert.True((await registry.MoveAliasAsync("card-fraud", "production", "v1", second.Version, "a test")).Moved);
        var file = Path.Combine(Registry, "objects", hash.ToString()[..2], hash.ToString()[2..]);
        if (damage == "flipped")
            await File.WriteAllBytesAsync(file, "b model it is not"u8.ToArray());
        else if (damage == "missing")
            File.Delete(file);

        (await CommandResult.OfAsync("serve", "card-fraud", "--port", "0", "--store", _store)).Refused("A model of card-fraud cannot be loaded", says);

        Assert.Equal(0, (await CommandResult.OfAsync("models", "rollback", "card-fraud", "--store", _store)).ExitCode);
        await using var server = await ServerProcess.StartAsync(_store);
        Assert.Equal("v1", (await server.StateAsync()).GetProperty("arms")[0].GetProperty("model").GetString());
    }
}
