namespace Bellwether.Serving.Hosting;

/// <summary>Where snapshots of feature state are kept. A lost snapshot costs time, never truth: the log has everything.</summary>
public interface ISnapshotStore
{
    /// <summary>Replaces the snapshot of that name, whole or not at all.</summary>
    ValueTask SaveAsync(string name, ReadOnlyMemory<byte> snapshot, CancellationToken cancellationToken = default);

    /// <summary>The snapshot of that name; null when there is none.</summary>
    ValueTask<ReadOnlyMemory<byte>?> LoadAsync(string name, CancellationToken cancellationToken = default);
}
