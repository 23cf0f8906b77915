using Bellwether.Numerics.Random;

namespace Bellwether.Registry.Tests;

/// <summary>A directory that is gone when the test is over.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("bellwether-registry-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>A clock that stands still until it is set.</summary>
public sealed class StillClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}

public static class Some
{
    public static byte[] Bytes(int seed, int length = 1000)
    {
        var random = new Seed((ulong)seed).Stream();
        return [.. Enumerable.Range(0, length).Select(_ => (byte)random.NextBits())];
    }

    public static async Task<ModelVersion> VersionAsync(ModelRegistry registry, string model, int seed, string? parent = null) =>
        await registry.RegisterAsync(model, new VersionDraft
        {
            Objects = new Dictionary<string, ObjectHash> { ["model"] = await registry.PutAsync(Bytes(seed)) },
            Lineage = new Lineage
            {
                EventsHash = "abc", FromSequence = 1, ToSequence = 100 + seed, FromTime = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
                CodeVersion = "f00d", Seed = ulong.MaxValue - (ulong)seed, Parent = parent,
                Options = new Dictionary<string, string> { ["trees"] = (100 + seed).ToString(System.Globalization.CultureInfo.InvariantCulture), ["depth"] = "6" },
            },
            Metrics = new Dictionary<string, Metric> { ["pr-auc"] = new(0.5 + (seed * 0.125), 0.25, 0.75) },
            Tags = new Dictionary<string, string> { ["team"] = "risk" },
        });
}
