using System.Globalization;
using Bellwether.Numerics.Random;

namespace Bellwether.Cli.Tests;

/// <summary>A folder with a small file of events and a workspace in which the tiny system was run on it. Removed at the end.</summary>
public sealed class TinyRun : IAsyncLifetime
{
    public const int Rows = 600;

    public string Folder { get; } = Directory.CreateTempSubdirectory("bellwether-cli-").FullName;

    public string Store => Path.Combine(Folder, "store");

    public string Data => Path.Combine(Folder, "sizes.csv");

    internal Typed Answer { get; private set; } = new(-1, "", "");

    public string PathOf(string file) => Path.Combine(Folder, file);

    /// <summary>Copies the workspace, for a test that changes it.</summary>
    public string CopyOfStore(string name)
    {
        var target = PathOf(name);
        foreach (var file in Directory.EnumerateFiles(Store, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(Store, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }

        return target;
    }

    public async Task InitializeAsync()
    {
        var stream = new Seed(11).Stream();
        await File.WriteAllLinesAsync(Data, Enumerable.Range(0, Rows).Select(i => (i, Size: stream.NextDouble(1, 50)))
            .Select(r => string.Create(CultureInfo.InvariantCulture, $"a{r.i},{new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(r.i):yyyy-MM-ddTHH:mm:ssZ},{r.Size:F3},{(3 * r.Size) + 5 + stream.NextGaussian(0, 1):F3}"))
            .Prepend("id,time,size,took"));
        Answer = await Typed.RunAsync("run", "tiny", "--data", Data, "--store", Store, "--seed", "3", "--json");
    }

    public Task DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return Task.CompletedTask;
    }
}
