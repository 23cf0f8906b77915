using Bellwether.Numerics;

namespace Bellwether.Serving.Hosting;

/// <summary>Snapshots as files <c>NAME.snapshot</c> in one folder, replaced by rename, so that a crash leaves the old one or the new one.</summary>
/// <param name="folder">Made when it is not there.</param>
public sealed class FileSnapshotStore(string folder) : ISnapshotStore
{
    private readonly string _folder = Require.NotBlank(folder);

    /// <inheritdoc/>
    public async ValueTask SaveAsync(string name, ReadOnlyMemory<byte> snapshot, CancellationToken cancellationToken = default)
    {
        Directory.CreateDirectory(_folder);
        var path = PathOf(name);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        await using (var file = new FileStream(path + ".new", options))
        {
            await file.WriteAsync(snapshot, cancellationToken);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
    }

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>?> LoadAsync(string name, CancellationToken cancellationToken = default) =>
        File.Exists(PathOf(name)) ? await File.ReadAllBytesAsync(PathOf(name), cancellationToken) : default(ReadOnlyMemory<byte>?);

    private string PathOf(string name) => Path.Combine(_folder, Require.NotBlank(name) + ".snapshot");
}
