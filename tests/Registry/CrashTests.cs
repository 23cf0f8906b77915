namespace Bellwether.Registry.Tests;

/// <summary>The process dies at every step of every file that it writes or deletes; what is opened afterwards must be a valid registry that
/// holds everything acknowledged, and the work can be done again.</summary>
public sealed class CrashTests
{
    [Fact]
    public async Task A_crash_at_any_step_leaves_a_valid_registry()
    {
        var crashes = 0;
        for (var step = 1; ; step++)
        {
            using var directory = new TemporaryDirectory();
            var clock = new StillClock();
            var left = step;
            var acknowledged = new Acknowledged();
            try
            {
                await WorkAsync(ModelRegistry.Open(directory.Path, clock, "ada", (_, _) => _ = --left == 0 ? throw new CrashException() : 0), clock, acknowledged);
                break;
            }
            catch (CrashException)
            {
                crashes++;
            }

            var registry = ModelRegistry.Open(directory.Path, clock);
            await CheckAsync(registry, acknowledged);
            await registry.CollectAsync(TimeSpan.FromDays(1));
            await CheckAsync(registry, acknowledged);
            Assert.Empty(Directory.EnumerateFiles(Path.Combine(directory.Path, "tmp")));
            await WorkAsync(registry, clock, new Acknowledged());
            await CheckAsync(registry, acknowledged with { Production = null, Tag = null });
        }

        Assert.True(crashes > 40, $"only {crashes} steps were crashed at");
    }

    private static async Task WorkAsync(ModelRegistry registry, StillClock clock, Acknowledged acknowledged)
    {
        for (var i = 1; i <= 3; i++)
        {
            var bytes = Some.Bytes(i);
            acknowledged.Objects.Add((await registry.PutAsync(bytes), bytes));
            var version = await Some.VersionAsync(registry, "a", i);
            acknowledged.Versions.Add(version);
            var now = registry.Aliases("a").GetValueOrDefault("production");
            Assert.True((await registry.MoveAliasAsync("a", "production", now, version.Version, "newer")).Moved);
            acknowledged.Production = version.Version;
            await registry.TagAsync("a", "v1", "round", version.Version);
            acknowledged.Tag = version.Version;
        }

        await registry.PutAsync(Some.Bytes(99));
        clock.Now = clock.Now.AddHours(1);
        await registry.CollectAsync(TimeSpan.FromMinutes(1));
    }

    private static async Task CheckAsync(ModelRegistry registry, Acknowledged acknowledged)
    {
        var versions = registry.Versions("a");
        Assert.Equal(Enumerable.Range(1, versions.Count), versions.Select(v => v.Number));
        foreach (var version in versions)
            foreach (var hash in version.Objects.Values)
                await registry.GetAsync(hash);
        foreach (var version in acknowledged.Versions)
            Assert.Equal(version.Objects, registry.Find("a", version.Version)!.Objects);
        foreach (var (hash, bytes) in acknowledged.Objects)
            Assert.Equal(bytes, (await registry.GetAsync(hash)).ToArray());
        if (registry.Aliases("a").TryGetValue("production", out var production))
            Assert.NotNull(registry.Find("a", production));
        if (acknowledged.Production is { } named)
            Assert.True(string.CompareOrdinal(production, named) >= 0, $"production must name {named} or a later one, but names {production}");
        if (acknowledged.Tag is { } tag)
            Assert.True(string.CompareOrdinal(registry.Find("a", "v1")!.Tags["round"], tag) >= 0);
    }

    private sealed record Acknowledged
    {
        public List<(ObjectHash Hash, byte[] Bytes)> Objects { get; } = [];

        public List<ModelVersion> Versions { get; } = [];

        public string? Production { get; set; }

        public string? Tag { get; set; }
    }

    private sealed class CrashException : Exception;
}
