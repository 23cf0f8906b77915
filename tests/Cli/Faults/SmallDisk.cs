using System.Diagnostics;
using System.Globalization;

namespace Bellwether.Cli.Tests.Faults;

/// <summary>A file system of a few megabytes in memory, which can be filled to its last byte.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _filling = Task.CompletedTask;

    private SmallDisk(string folder) => Folder = folder;

    /// <summary>Where it is mounted.</summary>
    public string Folder { get; }

    private string Ballast => Path.Combine(Folder, "ballast");

    /// <summary>Mounts one; null where that is not permitted.</summary>
    public static async Task<SmallDisk?> MountAsync(int mebibytes)
    {
        var folder = Directory.CreateTempSubdirectory("bwd-").FullName;
        if (OperatingSystem.IsLinux() && await RunAsync("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={mebibytes}m"), "bellwether-test", folder))
            return new SmallDisk(folder);
        Directory.Delete(folder);
        return null;
    }

    /// <summary>Fills it, and takes whatever becomes free, until <see cref="FreeAsync"/>.</summary>
    public void Fill() => _filling = FillAsync();

    /// <summary>Gives the space back.</summary>
    public async Task FreeAsync()
    {
        await _stop.CancelAsync();
        await _filling;
        File.Delete(Ballast);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _filling;
        _stop.Dispose();
        await RunAsync("umount", Folder);
        Directory.Delete(Folder, recursive: true);
    }

    private async Task FillAsync()
    {
        using var ballast = File.OpenHandle(Ballast, FileMode.Create, FileAccess.Write);
        var block = new byte[4096];
        for (var at = 0L; !_stop.IsCancellationRequested;)
        {
            try
            {
                RandomAccess.Write(ballast, block, at);
                at += block.Length;
            }
            catch (IOException)
            {
                await Task.Delay(5);
            }
        }
    }

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "exec \"$@\" >/dev/null 2>&1", "sh", program, .. arguments]))!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
