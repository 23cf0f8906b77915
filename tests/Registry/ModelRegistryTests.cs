using System.Diagnostics;
using System.Text;

namespace Bellwether.Registry.Tests;

public sealed class ModelRegistryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly StillClock _clock = new();

    private ModelRegistry Registry => ModelRegistry.Open(_directory.Path, _clock, "ada");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task An_object_is_named_by_its_sha256_and_read_back()
    {
        var hash = await Registry.PutAsync(Encoding.ASCII.GetBytes("abc"));
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", hash.ToString());
        Assert.True(File.Exists(Path.Combine(_directory.Path, "objects", "ba", hash.ToString()[2..])));
        Assert.Equal("abc", Encoding.ASCII.GetString((await Registry.GetAsync(hash)).Span));
        Assert.Equal(hash, await Registry.PutAsync(Encoding.ASCII.GetBytes("abc")));
        foreach (var length in (int[])[0, 1, 100_000])
            Assert.Equal(Some.Bytes(length, length), (await Registry.GetAsync(await Registry.PutAsync(Some.Bytes(length, length)))).ToArray());
    }

    [Fact]
    public async Task A_missing_object_is_named() => Assert.Contains(
        ObjectHash.Of([1]).ToString(), (await Assert.ThrowsAsync<KeyNotFoundException>(() => Registry.GetAsync(ObjectHash.Of([1])))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_damaged_object_is_found_out_and_healed_by_putting_it_again()
    {
        var hash = await Registry.PutAsync(Some.Bytes(1));
        var path = Path.Combine(_directory.Path, "objects", hash.ToString()[..2], hash.ToString()[2..]);
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[500] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        var error = await Assert.ThrowsAsync<RegistryCorruptException>(() => Registry.GetAsync(hash));
        Assert.Equal(path, error.Path);
        Assert.Contains(hash.ToString(), error.Message, StringComparison.Ordinal);
        await Registry.PutAsync(Some.Bytes(1));
        Assert.Equal(Some.Bytes(1), (await Registry.GetAsync(hash)).ToArray());
    }

    [Fact]
    public async Task Versions_are_counted_per_model_and_read_back_whole()
    {
        var first = await Some.VersionAsync(Registry, "card-fraud", 1);
        _clock.Now = _clock.Now.AddDays(1);
        var second = await Some.VersionAsync(Registry, "card-fraud", 2, parent: "v1");
        await Some.VersionAsync(Registry, "ride-eta", 3);
        Assert.Equal(["v1", "v2"], Registry.Versions("card-fraud").Select(v => v.Version));
        Assert.Equal(["card-fraud", "ride-eta"], Registry.Models());
        Assert.Empty(Registry.Versions("nothing"));
        Assert.Null(Registry.Find("card-fraud", "v3"));
        Assert.Null(Registry.Find("card-fraud", "production"));
        foreach (var version in (ModelVersion[])[first, second])
        {
            var read = Registry.Find("card-fraud", version.Version)!;
            Assert.Equal(version.CreatedAt, read.CreatedAt);
            Assert.Equal(version.Objects, read.Objects);
            Assert.Equal(version.Metrics, read.Metrics);
            Assert.Equal(version.Tags, read.Tags);
            Assert.Equal(version.Lineage.Options, read.Lineage.Options);
            Assert.Equal(version.Lineage, read.Lineage with { Options = version.Lineage.Options });
        }
    }

    [Fact]
    public async Task Same_contents_and_clock_give_the_same_files()
    {
        using var other = new TemporaryDirectory();
        foreach (var registry in (ModelRegistry[])[Registry, ModelRegistry.Open(other.Path, _clock, "ada")])
        {
            await Some.VersionAsync(registry, "a", 1);
            await registry.MoveAliasAsync("a", "production", null, "v1", "first");
            await registry.TagAsync("a", "v1", "good", "yes");
        }

        Assert.Equal(Snapshot(_directory.Path), Snapshot(other.Path));
    }

    [Fact]
    public async Task A_version_needs_objects_that_were_put_and_a_parent_that_exists()
    {
        var draft = new VersionDraft { Objects = new Dictionary<string, ObjectHash> { ["model"] = ObjectHash.Of([9]) } };
        await Assert.ThrowsAsync<KeyNotFoundException>(() => Registry.RegisterAsync("a", draft));
        await Assert.ThrowsAsync<ArgumentException>(() => Registry.RegisterAsync("a", draft with { Objects = new Dictionary<string, ObjectHash>() }));
        await Registry.PutAsync(new byte[] { 9 });
        await Assert.ThrowsAsync<ArgumentException>(() => Registry.RegisterAsync("a", draft with { Lineage = new Lineage { Parent = "v1" } }));
        Assert.Empty(Registry.Versions("a"));
    }

    [Fact]
    public async Task An_alias_moves_only_from_where_the_mover_believes_it_to_be()
    {
        for (var i = 1; i <= 3; i++)
            await Some.VersionAsync(Registry, "a", i);
        Assert.Equal(new MoveOutcome(true, "v1"), await Registry.MoveAliasAsync("a", "production", null, "v1", "first"));
        Assert.Equal(new MoveOutcome(false, "v1"), await Registry.MoveAliasAsync("a", "production", null, "v2", "again"));
        Assert.Equal(new MoveOutcome(false, "v1"), await Registry.MoveAliasAsync("a", "production", "v2", "v3", "wrong"));
        Assert.Equal(new MoveOutcome(true, "v3"), await Registry.MoveAliasAsync("a", "production", "v1", "v3", "better"));
        Assert.Equal(new MoveOutcome(false, null), await Registry.MoveAliasAsync("a", "candidate", "v1", "v2", "not there"));
        await Registry.MoveAliasAsync("a", "candidate", null, "v2", "try");
        Assert.Equal("v3", Registry.Find("a", "production")!.Version);
        Assert.Equal(new Dictionary<string, string> { ["candidate"] = "v2", ["production"] = "v3" }, Registry.Aliases("a"));
        Assert.Equal(
            [
                new AliasMove("production", null, "v1", _clock.Now, "ada", "first"), new AliasMove("production", "v1", "v3", _clock.Now, "ada", "better"),
                new AliasMove("candidate", null, "v2", _clock.Now, "ada", "try"),
            ],
            Registry.AliasLog("a"));
        await Assert.ThrowsAsync<ArgumentException>(() => Registry.MoveAliasAsync("a", "production", "v3", "v9", "no such version"));
        await Assert.ThrowsAsync<ArgumentException>(() => Registry.MoveAliasAsync("a", "v7", null, "v1", "looks like a version"));
    }

    [Fact]
    public async Task Tags_are_set_and_taken_away_and_the_manifest_stays()
    {
        await Some.VersionAsync(Registry, "a", 1);
        var manifest = await File.ReadAllTextAsync(Path.Combine(_directory.Path, "models", "a", "v1.json"));
        await Registry.TagAsync("a", "v1", "approved", "by bob");
        await Registry.TagAsync("a", "v1", "team", null);
        Assert.Equal(new Dictionary<string, string> { ["approved"] = "by bob" }, Registry.Find("a", "v1")!.Tags);
        Assert.Equal(manifest, await File.ReadAllTextAsync(Path.Combine(_directory.Path, "models", "a", "v1.json")));
        await Assert.ThrowsAsync<ArgumentException>(() => Registry.TagAsync("a", "v2", "approved", "x"));
    }

    [Fact]
    public async Task A_diff_names_what_differs_and_nothing_else()
    {
        await Some.VersionAsync(Registry, "a", 1);
        await Some.VersionAsync(Registry, "a", 2, "v1");
        await Registry.TagAsync("a", "v2", "approved", "yes");
        await Registry.MoveAliasAsync("a", "production", null, "v2", "go");
        var diff = Registry.Diff("a", "v1", "production");
        Assert.Equal([new Difference("trees", "101", "102")], diff.Options);
        Assert.Equal([new Difference("pr-auc", "0.625 [0.25, 0.75]", "0.75 [0.25, 0.75]")], diff.Metrics);
        Assert.Equal([new Difference("approved", null, "yes")], diff.Tags);
        Assert.Equal(
            [new Difference("parent", null, "v1"), new Difference("seed", "18446744073709551614", "18446744073709551613"), new Difference("toSequence", "101", "102")],
            diff.Data);
        Assert.Equal("model", Assert.Single(diff.Objects).Name);
        Assert.True(Registry.Diff("a", "v1", "v1").IsEmpty);
        Assert.Throws<KeyNotFoundException>(() => Registry.Diff("a", "v1", "v3"));
    }

    [Fact]
    public async Task Collecting_keeps_what_is_named_and_what_is_young()
    {
        var version = await Some.VersionAsync(Registry, "a", 1);
        var old = await Registry.PutAsync(Some.Bytes(50));
        var renewed = await Registry.PutAsync(Some.Bytes(51));
        _clock.Now = _clock.Now.AddHours(2);
        var young = await Registry.PutAsync(Some.Bytes(52));
        await Registry.PutAsync(Some.Bytes(51));
        Assert.Equal(1, await Registry.CollectAsync(TimeSpan.FromHours(1)));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => Registry.GetAsync(old));
        foreach (var kept in (ObjectHash[])[young, renewed, version.Objects["model"]])
            await Registry.GetAsync(kept);
        Assert.Equal(2, await Registry.CollectAsync(TimeSpan.Zero));
        await Registry.GetAsync(version.Objects["model"]);
    }

    [Theory]
    [InlineData("v1.json")]
    [InlineData("aliases.json")]
    [InlineData("tags.json")]
    public async Task A_damaged_record_is_named_and_stops_collecting(string file)
    {
        await Some.VersionAsync(Registry, "a", 1);
        await Registry.MoveAliasAsync("a", "production", null, "v1", "go");
        await Registry.TagAsync("a", "v1", "x", "y");
        var stray = await Registry.PutAsync(Some.Bytes(77));
        var path = Path.Combine(_directory.Path, "models", "a", file);
        var good = await File.ReadAllBytesAsync(path);
        foreach (var bad in (byte[][])[[], good[..20], good[..^3], [.. good[..100], (byte)(good[100] ^ 4), .. good[101..]]])
        {
            await File.WriteAllBytesAsync(path, bad);
            Assert.Equal(path, Assert.Throws<RegistryCorruptException>(() => Registry.Find("a", "production")).Path);
            if (file is not "aliases.json")
                await Assert.ThrowsAsync<RegistryCorruptException>(() => Registry.CollectAsync(TimeSpan.Zero));
        }

        await File.WriteAllBytesAsync(path, good);
        Assert.NotNull(Registry.Find("a", "production"));
        if (file is not "aliases.json")
            await Registry.GetAsync(stray);
    }

    [Fact]
    public void A_registry_of_a_newer_version_is_refused_untouched()
    {
        File.WriteAllText(Path.Combine(_directory.Path, "format"), "bellwether-registry 2\n");
        var error = Assert.Throws<RegistryFormatException>(() => Registry);
        Assert.Contains("must be at most 1, but is 2", error.Message, StringComparison.Ordinal);
        Assert.Equal(["format"], Directory.EnumerateFileSystemEntries(_directory.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void A_directory_of_something_else_is_refused()
    {
        File.WriteAllText(Path.Combine(_directory.Path, "holiday.jpg"), "");
        Assert.Contains("holiday.jpg", Assert.Throws<RegistryFormatException>(() => Registry).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_format_file_is_named()
    {
        File.WriteAllText(Path.Combine(_directory.Path, "format"), "bellwether-regist");
        Assert.Equal(Path.Combine(_directory.Path, "format"), Assert.Throws<RegistryCorruptException>(() => Registry).Path);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../a")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("A")]
    [InlineData("a.b")]
    [InlineData("-a")]
    [InlineData("a\n")]
    [InlineData("a\0")]
    [InlineData("ä")]
    public async Task Names_that_could_leave_the_directory_are_refused(string name)
    {
        var hash = await Registry.PutAsync(new byte[] { 1 });
        var draft = new VersionDraft { Objects = new Dictionary<string, ObjectHash> { ["model"] = hash } };
        await Registry.RegisterAsync("a", draft);
        await Assert.ThrowsAsync<ArgumentException>(() => Registry.RegisterAsync(name, draft));
        await Assert.ThrowsAsync<ArgumentException>(() => Registry.RegisterAsync("a", new VersionDraft { Objects = new Dictionary<string, ObjectHash> { [name] = hash } }));
        await Assert.ThrowsAsync<ArgumentException>(() => Registry.MoveAliasAsync("a", name, null, "v1", "x"));
        await Assert.ThrowsAsync<ArgumentException>(() => Registry.TagAsync("a", "v1", name, "x"));
        Assert.Throws<ArgumentException>(() => Registry.Versions(name));
        Assert.Throws<ArgumentException>(() => Registry.Find("a", name));
        Assert.Throws<FormatException>(() => ObjectHash.Parse(name));
    }

    [Fact]
    public async Task Many_writers_at_once_lose_nothing()
    {
        await Some.VersionAsync(Registry, "a", 0);
        await Registry.MoveAliasAsync("a", "counter", null, "v1", "start");
        var moved = await Task.WhenAll(Enumerable.Range(1, 8).Select(writer => Task.Run(async () =>
        {
            var mine = Registry;
            var moves = 0;
            for (var i = 0; i < 6; i++)
            {
                var version = await Some.VersionAsync(mine, "a", writer * 100 + i);
                if ((await mine.MoveAliasAsync("a", "counter", mine.Aliases("a")["counter"], version.Version, "race")).Moved)
                    moves++;
                await mine.CollectAsync(TimeSpan.FromHours(1));
            }

            return moves;
        })));
        Assert.Equal(Enumerable.Range(1, 49), Registry.Versions("a").Select(v => v.Number));
        Assert.Equal(49, Registry.Versions("a").Select(v => v.Objects["model"]).Distinct().Count());
        var log = Registry.AliasLog("a");
        Assert.Equal(1 + moved.Sum(), log.Count);
        for (var i = 1; i < log.Count; i++)
            Assert.Equal(log[i - 1].To, log[i].From);
    }

    [SkippableFact]
    public async Task Another_process_that_holds_the_lock_is_waited_for()
    {
        Skip.IfNot(File.Exists("/usr/bin/flock"), "flock is not installed");
        var registry = Registry;
        await registry.PutAsync(Some.Bytes(0));
        var (held, go) = (Path.Combine(_directory.Path, "tmp", "held"), Path.Combine(_directory.Path, "tmp", "go"));
        using var other = Process.Start("/usr/bin/flock", ["-x", Path.Combine(_directory.Path, "lock"), "sh", "-c", $"touch {held}; while [ ! -e {go} ]; do sleep 0.02; done; rm {held} {go}"]);
        while (!File.Exists(held) && !other.HasExited)
            await Task.Delay(5);
        Assert.True(File.Exists(held));
        var put = Task.Run(() => registry.PutAsync(Some.Bytes(1)));
        await Task.Delay(300);
        Assert.False(put.IsCompleted);
        await File.WriteAllTextAsync(go, "");
        await put;
        Assert.False(File.Exists(held));
        await other.WaitForExitAsync();
    }

    private static IEnumerable<(string, string)> Snapshot(string root) => Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
        .Select(f => (Path.GetRelativePath(root, f), Convert.ToHexString(File.ReadAllBytes(f)))).Order();
}
